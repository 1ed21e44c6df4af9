/** The texts of a form that is being sent, trimmed; a field that is not there is empty. */
export function formText(event: Event): (name: string) => string {
  const { currentTarget } = event
  const data = currentTarget instanceof HTMLFormElement ? new FormData(currentTarget) : new FormData()
  return (name) => {
    const value = data.get(name)
    return typeof value === 'string' ? value.trim() : ''
  }
}
