import { EventRules } from './event-rules.service.js';
import { EventRuleStore } from './event-rules.store.js';
import { RuleActions } from './rule-actions.service.js';
import { RuleChecks } from './rule-checks.service.js';
import { RuleDefaults } from './rule-defaults.service.js';
import { RuleEditing } from './rule-editing.service.js';
import { RuleFacts } from './rule-facts.service.js';
import { RuleReading } from './rule-reading.service.js';
import { EventRuleRuns } from './rule-runs.service.js';
import { RuleRunStore } from './rule-runs.store.js';
import { RuleWorkflows } from './rule-workflows.service.js';

/** What event rules need. */
export const ruleProviders = [
  ...[EventRules, EventRuleStore, RuleRunStore, RuleReading, RuleEditing, RuleChecks, RuleDefaults],
  ...[EventRuleRuns, RuleActions, RuleWorkflows],
  ...[RuleFacts],
];
