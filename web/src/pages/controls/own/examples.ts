/** Rules to begin with, and what each says. */
export const examples = [
  { what: 'It has an owner', expression: '$exists(tags.owner)' },
  { what: 'It lies in the EU', expression: '$contains($resource.region, /^eu-/)' },
  { what: 'A volume is not too large', expression: 'sizeGb <= 500' },
  {
    what: 'Production is encrypted, the rest may do as it likes',
    expression: `{
  "verdict": tags.stage != "production" ? "not_applicable" : encrypted ? "pass" : "fail",
  "evidence": { "stage": tags.stage, "encrypted": encrypted }
}`,
  },
] as const;
