/** The command line with these arguments, which then says on standard error how much memory it took at most, MB. */
import { runProgram } from '../../src/cli/program.ts'

process.exitCode = await runProgram(process.argv.slice(2))
process.stderr.write(`most memory: ${Math.round(process.resourceUsage().maxRSS / 1024)} MB\n`)
