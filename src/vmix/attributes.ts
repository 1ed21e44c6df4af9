/**
 * An empty set of attributes that the engine keeps as an ordinary object of few properties. The parser makes its own with
 * no prototype at all, which the engine keeps as a dictionary, slow to fill and to read; parsing takes 5 to 25 % longer
 * with those. Like them this one inherits nothing, so that no attribute's name can mean anything else.
 */
class Attributes {
  [name: string]: string
}
Reflect.deleteProperty(Attributes.prototype, 'constructor')
Object.setPrototypeOf(Attributes.prototype, null)

export function emptyAttributes(): Record<string, string> {
  return new Attributes()
}
