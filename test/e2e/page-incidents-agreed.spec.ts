import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../support/app.js';
import { barriersOf, CHROMIUM } from '../support/browser.js';
import { startIncidentPage, type IncidentPage } from '../support/incident-page.js';

const MOTO_URL = process.env['MOTO_URL'];
const withBrowser = MOTO_URL === undefined || CHROMIUM === undefined ? describe.skip : describe;

withBrowser('containments that people have to agree to (needs MOTO_URL and Chromium)', () => {
  let incidents: IncidentPage;

  beforeAll(async () => {
    incidents = await startIncidentPage(MOTO_URL ?? '');
  }, 90_000);
  afterAll(() => incidents?.close(), 30_000);

  /** What containing it would do, as its dialog says. */
  const planOf = async (incidentId: string) => {
    const { at, button, page } = incidents;
    await page.goto(at(`incidents/${incidentId}`));
    await button('Contain …').click();
    const dialog = page.getByRole('dialog', { name: 'Contain its resources' });
    await dialog.getByRole('button', { name: 'Show what would be done' }).click();
    return dialog;
  };

  it('say who has to agree, and lead to what people are asked', async () => {
    const { at, button, on, page } = incidents;
    await on.guardrails({ approval: { always: true, levels: 2 } });
    const { arn } = await on.on.account.user('asked');
    const reported = await on.report({
      ...{ incidentType: 'stolen-key', severity: 'critical', autoRemediate: true, resourceArns: [arn] },
    });
    const question = await eventually(async () => {
      const path = `/approvals?executionId=${reported.executionId}`;
      const { items } = await on.on.get<{ items: { id: string; title: string }[] }>(path);
      return items[0];
    }, 40_000);
    await page.goto(at(`incidents/${reported.incidentId}`));
    await page.getByRole('heading', { name: 'What people were asked' }).waitFor();
    await button('Contain …').click();
    const dialog = page.getByRole('dialog', { name: 'Contain its resources' });
    await dialog.getByRole('button', { name: 'Show what would be done' }).click();
    await dialog.getByText('That takes 2 people').waitFor();
    expect(await dialog.getByRole('button', { name: /^Contain th/ }).count()).toBe(0);
    expect(await barriersOf(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('link', { name: question.title }).click();
    await page.waitForURL(at(`approvals/${question.id}`));
    // in words, and not as its details lie in the answer
    await page.getByText('are cut off until it is released. It is critical').waitFor();
    await page.getByRole('heading', { name: arn, exact: true }).waitFor();
    expect(await page.locator('.plan .diff li').count()).toBeGreaterThan(0);
    expect(await page.locator('.tree').count()).toBe(0);
    expect(await barriersOf(page)).toEqual([]);
    await page.getByRole('link', { name: 'the incident', exact: true }).click();
    await page.getByRole('heading', { name: 'What people were asked' }).waitFor();
  }, 90_000);

  it('ask people also of an incident that was not to be contained by itself', async () => {
    const { on, page } = incidents;
    await on.guardrails({ approval: { always: true, levels: 2 } });
    const { arn } = await on.on.account.user('asked-later');
    const { incidentId } = await on.report({
      ...{ incidentType: 'stolen-key', severity: 'high', resourceArns: [arn] },
    });
    await on.until(incidentId, ({ status }) => status === 'open');
    const dialog = await planOf(incidentId);
    await dialog.getByText('nobody has asked them yet').waitFor();
    await dialog.getByText('that makes the incident critical').waitFor();
    expect(await barriersOf(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Ask them' }).click();
    await dialog.getByText('They are asked within seconds').waitFor();
    await eventually(async () => {
      const { items } = await on.on.get<{ items: { title: string }[] }>('/approvals');
      return items.some(({ title }) => title.includes(arn));
    }, 40_000);
    expect(await on.get(incidentId)).toMatchObject({ severity: 'critical', autoRemediate: true });
  }, 90_000);

  it('are not approved by who has reported them', async () => {
    const { keys, on } = incidents;
    const { arn } = await on.on.account.user('own');
    await on.guardrails({ approval: { always: true } });
    const own = { incidentType: 'own', severity: 'low', resourceArns: [arn] };
    const { incidentId } = await on.report(own, keys.approver);
    await on.until(incidentId, ({ status }) => status === 'open');
    const dialog = await planOf(incidentId);
    await dialog.getByText('You have reported this incident').waitFor();
    expect(await dialog.getByRole('button', { name: /^Contain th/ }).count()).toBe(0);
    const refused = await on.ask('POST', `/incidents/${incidentId}/contain`, {}, keys.approver);
    expect(refused.status).toBe(412);
  }, 90_000);
});
