import type { Receiver } from '../receivers/receiver.ts'
import type { AlertRule } from '../rules/rule.ts'
import { rulesWith } from '../rules/rule.ts'
import type { AlertSettings } from '../settings.ts'
import type { AlertsConfig } from './config.ts'
import { milliseconds, referenceOf, targetOf } from './fields.ts'

type ReceiverConfig = NonNullable<AlertsConfig['receivers']>[string]
type RuleConfig = NonNullable<NonNullable<AlertsConfig['rules']>['stream_lost']>

/**
 * What the section `alerts` of a configuration file means, with the defaults for what it leaves out.
 *
 * @example alertSettings(alertsConfig.parse({ receivers: { crew: { type: 'slack', url: 'env:SLACK_URL' } } }))
 */
export function alertSettings(config: AlertsConfig): AlertSettings {
  const { receivers = {}, rules = {}, maintenance = [], watchdog, onUnexpectedStop = 'alarm', page = '' } = config
  return {
    receivers: Object.entries(receivers).map(([name, each]) => receiverOf(name, each)),
    rules: rulesWith(Object.fromEntries(Object.entries(rules).map(([kind, each]) => [kind, ruleOf(each)]))),
    windows: maintenance.map(({ from, until, instances = null, about = null, reason }, n) => ({
      id: `config-${n}`,
      fromMs: from === undefined ? null : Date.parse(from),
      untilMs: until === undefined ? null : Date.parse(until),
      instances,
      kinds: about,
      reason,
      by: null,
    })),
    watchdog:
      watchdog === undefined ? null : { everyMs: milliseconds(watchdog.every), receivers: watchdog.receivers ?? null },
    onUnexpectedStop,
    page,
  }
}

function ruleOf({ enabled, severity, for: holds, cooldown, resolved, receivers }: RuleConfig): Partial<AlertRule> {
  return {
    ...(enabled === undefined ? {} : { enabled }),
    ...(severity === undefined ? {} : { severity }),
    ...(holds === undefined ? {} : { forMs: milliseconds(holds) }),
    ...(cooldown === undefined ? {} : { cooldownMs: milliseconds(cooldown) }),
    ...(resolved === undefined ? {} : { resolved }),
    ...(receivers === undefined ? {} : { receivers }),
  }
}

function receiverOf(name: string, config: ReceiverConfig): Receiver {
  switch (config.type) {
    case 'alertmanager':
      return {
        type: config.type,
        name,
        url: checked(targetOf(config.url)),
        bearer: config.bearer === undefined ? null : checked(referenceOf(config.bearer)),
      }
    case 'webhook':
      return {
        type: config.type,
        name,
        url: checked(targetOf(config.url)),
        secret: checked(referenceOf(config.secret)),
      }
    case 'slack':
    case 'discord':
      return { type: config.type, name, url: checked(referenceOf(config.url)) }
    default: {
      const { type, host, user, password, from, to, caFile = null, security = 'starttls' } = config
      const port = config.port ?? (security === 'tls' ? 465 : 587)
      const isLogin = user !== undefined && password !== undefined
      const login = isLogin ? { user, password: checked(referenceOf(password)) } : null
      return { type, name, host, port, security, login, from, to, caFile }
    }
  }
}

/** The schema took it before. */
function checked<T>(value: T | null): T {
  if (value === null) throw new TypeError('This is not the configuration that was checked.')
  return value
}
