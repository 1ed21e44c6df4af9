import { useId } from 'preact/hooks'
import { words } from '../words.ts'

/** What to do when there is nothing to watch yet. */
export function FirstRun() {
  const id = useId()
  const { firstRun } = words
  return (
    <section class="panel first-run" aria-labelledby={id}>
      <h2 id={id}>{firstRun.heading}</h2>
      <p class="quiet">{firstRun.why}</p>
      <ol>
        {firstRun.steps.map(({ heading, text, command }, at) => (
          <li key={heading}>
            <h3>{heading}</h3>
            <p>{text}</p>
            {command !== null && <pre tabIndex={0}>{command}</pre>}
            {at === 2 && <CustomRtmp />}
            {at === 3 && <a href="#/destinations">{firstRun.destinations}</a>}
          </li>
        ))}
      </ol>
    </section>
  )
}

/** vMix's window, drawn in outline: where the choice is that everything hangs on. */
function CustomRtmp() {
  const { picture } = words.firstRun
  const rows = [
    [picture.destination, picture.custom, true],
    [picture.url, picture.ours, false],
    [picture.key, picture.ours, false],
  ] as const
  return (
    <figure>
      <div class="window" aria-hidden="true">
        <p class="title">{picture.window}</p>
        {rows.map(([name, value, chosen]) => (
          <p key={name} class={chosen ? 'row chosen' : 'row'}>
            <span>{name}</span>
            <span class="box">{value}</span>
            {chosen && <strong>← {picture.choose}</strong>}
          </p>
        ))}
      </div>
      <figcaption>{picture.label}</figcaption>
    </figure>
  )
}
