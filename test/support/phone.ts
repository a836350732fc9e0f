import { barriersOf, type Visit } from './browser.js';

const WIDTH = 360;

/** What is in the way of who reads these addresses on a phone, by day and by night; nothing, where all is well. */
export async function troubleOnAPhone(
  browser: { visit(options: object): Promise<Visit> },
  signInLink: () => Promise<string>,
  addresses: readonly string[],
): Promise<string[]> {
  const trouble: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    const { page, complaints } = await browser.visit({
      colorScheme,
      viewport: { width: WIDTH, height: 740 },
    });
    await page.goto(await signInLink());
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
    for (const address of addresses) {
      await page.goto(address);
      await page.locator('h1').waitFor();
      await page.locator('.skeleton').first().waitFor({ state: 'detached' });
      await page.waitForLoadState('networkidle');
      const folded = page.locator('.fold > button');
      if (await folded.isVisible()) await folded.click();
      const found = await barriersOf(page);
      const width = await page.evaluate<number>('document.documentElement.scrollWidth');
      if (width > WIDTH) found.push(`it is ${width} wide`);
      trouble.push(...found.map((one) => `${colorScheme} ${address}: ${one}`));
    }
    trouble.push(...complaints);
    await page.context().close();
  }
  return trouble;
}
