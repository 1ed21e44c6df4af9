import { describe, expect, it } from 'vitest'
import { KeyHolder } from './second-publisher.ts'

function holding(rule: 'refuse' | 'take_over') {
  const holder = new KeyHolder(rule)
  const ended: string[] = []
  const begin = (remote: string) => holder.begin({ remote, end: (reason) => ended.push(`${remote}: ${reason}`) })
  return { holder, ended, begin }
}

describe('a second publisher', () => {
  it('is refused', () => {
    const { holder, begin } = holding('refuse')
    begin('10.0.0.1:1')
    expect(holder.refusal('10.0.0.2:1')).toContain('Somebody else is publishing')
  })

  it('takes over, and whoever was put out does not take it back while the newer one sends', () => {
    const { holder, ended, begin } = holding('take_over')
    begin('10.0.0.1:1')
    expect(holder.refusal('10.0.0.2:1')).toBeNull()
    holder.takeOver('10.0.0.2:1')
    const over = begin('10.0.0.2:1')
    expect(ended).toEqual(['10.0.0.1:1: Taken over by 10.0.0.2:1.'])
    expect(holder.refusal('10.0.0.1:2')).toContain('has it until it ends')
    expect(holder.refusal('10.0.0.3:1')).toBeNull()
    over()
    expect(holder.refusal('10.0.0.1:3')).toBeNull()
  })

  it('from the same address cannot be told from the first, and takes over', () => {
    const { holder, begin } = holding('take_over')
    begin('[::1]:1')
    holder.takeOver('[::1]:2')
    begin('[::1]:2')
    expect(holder.refusal('[::1]:3')).toBeNull()
  })

  it('that ends late changes nothing for the one that has come since', () => {
    const { holder, begin } = holding('take_over')
    const late = begin('10.0.0.1:1')
    holder.takeOver('10.0.0.2:1')
    begin('10.0.0.2:1')
    late()
    expect(holder.refusal('10.0.0.1:2')).not.toBeNull()
  })
})
