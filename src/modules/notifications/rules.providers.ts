import type { Provider } from '@nestjs/common';
import { ApprovalMails } from './approval-mails.service.js';
import { FactMemory } from './fact-memory.service.js';
import { FactPlanning } from './fact-planning.service.js';
import { FactTelling } from './fact-telling.service.js';
import { NamedFactsOfNotifications } from './named-facts.processor.js';
import { AlertStore } from './notification-alerts.store.js';
import { NotificationEscalations, NotificationUpkeep } from './notification-escalations.service.js';
import { NotificationFacts } from './notification-facts.service.js';
import { NotificationRuleChecks } from './notification-rule-checks.service.js';
import { NotificationRuleDefaults } from './notification-rule-defaults.service.js';
import { NotificationRuleSets } from './notification-rule-sets.js';
import { NotificationRuleTrials } from './notification-rule-trials.service.js';
import { NotificationRulesProcessor } from './notification-rules.processor.js';
import { NotificationRules } from './notification-rules.service.js';
import { NotificationRuleStore } from './notification-rules.store.js';
import { ScanMessageStore } from './notification-scans.store.js';
import { Recipients } from './recipients.service.js';
import { RuleFactsOfNotifications } from './rule-facts.processor.js';

export const rulesProviders: Provider[] = [
  ApprovalMails,
  ...[FactMemory, FactPlanning, FactTelling, NotificationFacts],
  ...[NamedFactsOfNotifications, RuleFactsOfNotifications, NotificationRulesProcessor],
  ...[NotificationEscalations, NotificationUpkeep, Recipients],
  ...[NotificationRules, NotificationRuleChecks, NotificationRuleDefaults],
  ...[NotificationRuleSets, NotificationRuleTrials],
  ...[AlertStore, NotificationRuleStore, ScanMessageStore],
];
