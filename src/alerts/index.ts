/** Who is told: from conditions to alarms, and from alarms to people. */
export { Alerts, openAlerts } from './alerts.ts'
export type { AlertsOptions } from './alerts.ts'
export { alertsConfig, alertSettings } from './config.ts'
export type { AlertsConfig } from './config.ts'
export { DeliveryError } from './delivery/error.ts'
export type { DeliveryErrorCode } from './delivery/error.ts'
export type { DeliveryRecord, ReceiverState } from './delivery/courier.ts'
export { AlertsError } from './error.ts'
export type { AlertsErrorCode } from './error.ts'
export type {
  AlertmanagerReceiver,
  ChatReceiver,
  EmailReceiver,
  Receiver,
  Target,
  WebhookReceiver,
} from './receivers/receiver.ts'
export { signatureOf } from './receivers/signed-webhook.ts'
export type { AddressedNotice, Alert, Notice } from './rules/alert.ts'
export { conditionKinds, severities } from './rules/condition.ts'
export type { Condition, ConditionKind, Severity, Subject } from './rules/condition.ts'
export { AlertEngine } from './rules/engine.ts'
export type { Unseen } from './rules/engine.ts'
export type { Moment } from './rules/episode.ts'
export type { MaintenanceWindow } from './rules/maintenance.ts'
export type { EngineMemory } from './rules/memory.ts'
export { defaultRules, rulesWith } from './rules/rule.ts'
export type { AlertRule, AlertRules } from './rules/rule.ts'
export { defaultSettings } from './settings.ts'
export type { AlertSettings, WatchdogSettings } from './settings.ts'
