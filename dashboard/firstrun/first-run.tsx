import { useSignal } from '@preact/signals'
import type { ComponentChildren } from 'preact'
import { useEffect, useId, useRef } from 'preact/hooks'
import { mayConfigure } from '../api/session.ts'
import { AddPreset } from '../destinations/add-preset.tsx'
import { Icon } from '../frame/icon.tsx'
import { AddInstance } from '../instances/add-instance.tsx'
import { useDraft } from '../instances/draft.ts'
import { FindVMix } from '../instances/find-vmix.tsx'
import { usePage } from '../state/page.ts'
import { words } from '../words.ts'
import { CustomRtmp } from './custom-rtmp.tsx'
import { RehearseStep } from './rehearse-step.tsx'
import { stepsOf, type StepName } from './steps.ts'

const said = words.firstRun

/**
 * From nothing to a show, one thing at a time. What is done is seen from what is there, so it can be left and come back to;
 * the next step opens by itself.
 */
export function FirstRun() {
  const { board, session } = usePage()
  const id = useId()
  const draft = useDraft()
  const tested = useSignal(false)
  const rehearsed = useSignal(false)
  const chosen = useSignal<StepName | null>(null)
  const instances = board.all('instance')
  const presets = board.all('preset')
  const streams = board.all('stream')
  const steps = stepsOf({
    isTested: draft.tested.value?.usable === true,
    instances: instances.length,
    streamArrives: tested.value || streams.some(({ live, via }) => live === true && via === 'gateway'),
    destinations: presets.filter(({ key }) => key !== 'missing').length,
    isRehearsed: rehearsed.value,
    chosen: chosen.value,
  })
  const isReady = steps.every(({ state }) => state === 'done')
  const goOn = (): void => void (chosen.value = null)
  const contents: Readonly<Record<StepName, () => ComponentChildren>> = {
    find: () => (
      <>
        <p>{said.findWhy}</p>
        <FindVMix draft={draft} />
      </>
    ),
    add: () =>
      draft.tested.value?.usable === true ? <AddInstance draft={draft} onAdded={goOn} /> : <p>{said.addNeedsFind}</p>,
    custom: () => (
      <CustomRtmp
        onArrived={() => {
          tested.value = true
          goOn()
        }}
      />
    ),
    destination: () => (
      <>
        <p>{said.destinationWhy}</p>
        {presets.length > 0 && <p>{said.has(presets.map(({ name }) => name).join(', '))}</p>}
        <AddPreset taken={presets.map((preset) => preset.id)} />
      </>
    ),
    rehearse: () => (
      <RehearseStep
        onEnded={() => {
          rehearsed.value = true
          goOn()
        }}
      />
    ),
  }
  return (
    <section class="panel first-run" aria-labelledby={id}>
      <h2 id={id}>{said.heading}</h2>
      <p class="quiet">{mayConfigure(session.value) ? said.why : said.onlyAdmin}</p>
      {mayConfigure(session.value) && (
        <ol>
          {steps.map(({ name, state, isOpen }) => (
            <Step key={name} name={name} state={state} isOpen={isOpen} onOpen={() => (chosen.value = name)}>
              {isOpen && contents[name]()}
            </Step>
          ))}
        </ol>
      )}
      {isReady && <Ready />}
      {instances.length > 0 && (
        <a class={isReady ? 'button main' : 'button'} href="#/show">
          {said.toShow}
        </a>
      )}
    </section>
  )
}

/** The last press is gone with its step: the focus is here. */
function Ready() {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  return (
    <div class="ready">
      <h3 ref={heading} tabIndex={-1}>
        {said.ready}
      </h3>
      <p>{said.readyWhy}</p>
    </div>
  )
}

interface StepProps {
  readonly name: StepName
  readonly state: 'done' | 'current' | 'open'
  readonly isOpen: boolean
  readonly onOpen: () => void
  readonly children: ComponentChildren
}

const tones = { done: 'good', current: 'busy', open: 'off' } as const

/** The heading of a step that has just opened by itself gets the focus: whoever works by keyboard goes on there. */
function Step({ name, state, isOpen, onOpen, children }: StepProps) {
  const heading = useRef<HTMLHeadingElement>(null)
  const wasOpen = useRef(isOpen)
  useEffect(() => {
    if (isOpen && !wasOpen.current) heading.current?.focus()
    wasOpen.current = isOpen
  }, [isOpen])
  return (
    <li data-step={name} data-state={state}>
      <div class="presses">
        <h3 ref={heading} tabIndex={-1}>
          {said.steps[name]}
        </h3>
        <span class={`pill tone-${tones[state]}`}>
          <Icon tone={tones[state]} />
          {said.state[state]}
        </span>
        {!isOpen && (
          <button type="button" class="plain" aria-label={said.open(said.steps[name])} onClick={onOpen}>
            {said.openShort}
          </button>
        )}
      </div>
      {children}
    </li>
  )
}
