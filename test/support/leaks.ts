/** Characters at both ends of a secret's base64 that depend on what stands beside it. */
const EDGE = 2;
/** Pieces that are shorter come up by chance. */
const SHORTEST = 12;

/** How a secret can be written, each spelling as text that nothing else has. */
export function spellingsOf(secret: string): string[] {
  const spellings = new Set([
    secret,
    encodeURIComponent(secret),
    encodeURI(secret),
    JSON.stringify(secret).slice(1, -1),
    Buffer.from(secret).toString('hex'),
  ]);
  // within a longer text its bytes begin at one of three places of base64
  for (let offset = 0; offset < 3; offset++) {
    const padded = Buffer.concat([Buffer.alloc(offset), Buffer.from(secret)]).toString('base64');
    const middle = padded.replace(/=+$/, '').slice(offset === 0 ? 0 : EDGE + offset, -EDGE);
    if (middle.length >= SHORTEST)
      for (const text of [middle, middle.replaceAll('+', '-').replaceAll('/', '_')]) spellings.add(text);
  }
  return [...spellings];
}

/** Which secrets a text holds, in whatever spelling. */
export function leaksIn(text: string, secrets: Readonly<Record<string, string>>): string[] {
  return Object.entries(secrets).flatMap(([name, secret]) => {
    const spelling = spellingsOf(secret).find((one) => text.includes(one));
    if (spelling === undefined) return [];
    const at = text.indexOf(spelling);
    const line = text.slice(text.lastIndexOf('\n', at) + 1, at);
    return [`${name}, behind ${JSON.stringify(line.slice(-160))}`];
  });
}
