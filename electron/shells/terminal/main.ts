import { Command, InvalidArgumentError, Option } from 'commander'
import { MAX_DESTINATIONS } from '../../../src/shared/domain/show'
import { hasCode, OperatorError } from '../../../src/shared/errors'
import { version } from '../../../package.json'
import { STATE_IN_USE_EXIT } from '../../app/simulatorProcess'
import { dataFolder } from './dataFolder'
import { journal } from './journal'
import { rehearse } from './rehearse'
import { stateInUse } from './sentences'
import { serve } from './serve'
import { simulate } from './simulate'

/** An hour: a rehearsal keeps its whole recording in a temporary folder. */
const MAX_SECONDS = 3_600

function whole(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('It takes a whole number.')
  return Number(text)
}
function port(text: string): number {
  const value = whole(text)
  if (value > 65_535) throw new InvalidArgumentError('A port is 65535 at most; 0 takes a free one.')
  return value
}
function speed(text: string): number {
  const value = Number(text)
  if (!(value >= 1 && value <= 1000))
    throw new InvalidArgumentError('It takes a number from 1 to 1000.')
  return value
}
function seconds(text: string): number {
  const value = whole(text)
  if (value > MAX_SECONDS)
    throw new InvalidArgumentError(`A rehearsed take is ${MAX_SECONDS} seconds long at most.`)
  return value
}
/** An option that may be given several times. */
const all = (text: string, before: readonly string[]): readonly string[] => [...before, text]

function destinations(text: string): number {
  const value = whole(text)
  if (value > MAX_DESTINATIONS)
    throw new InvalidArgumentError(`A show takes at most ${MAX_DESTINATIONS} destinations.`)
  return value
}

const program = new Command('tallylight')
  .description('The console for live producers, and the simulated AWS it rehearses on.')
  .version(version)
  .showHelpAfterError()

program
  .command('rehearse')
  .description(
    'Airs a whole show on this machine, without a window, and says whether all went well.',
  )
  .option('--json', 'print one JSON object and nothing else', false)
  .option('--speed <n>', 'how much faster than AWS the simulated one is', speed, 20)
  .option('--seconds <n>', 'how long the take is', seconds, 12)
  .option('--destinations <n>', 'to how many destinations', destinations, 2)
  .addOption(
    new Option('--shape <shape>', 'the shape of the show')
      .choices(['program', 'direct', 'fan-out'])
      .default('program'),
  )
  .option('--seed <n>', 'which dice the simulated AWS throws', whole, 1)
  .action(async (options: Parameters<typeof rehearse>[0]) => {
    process.exitCode = await rehearse(options)
  })

program
  .command('simulator')
  .description('Runs the simulated AWS. Point any AWS client at its endpoint.')
  .option('--port <n>', 'HTTP port', port, 0)
  .option('--rtmp-port <n>', 'RTMP port of its ingests', port, 0)
  .option('--speed <n>', 'how much faster than AWS', speed, 1)
  .option('--state <dir>', 'a folder in which the world survives a restart')
  .option('--seed <n>', 'which dice it throws; 1, unless the scenario says otherwise', whole)
  .option('--scenario <name or file>', 'what goes wrong and when, as data')
  .option('--list-scenarios', 'print the scenarios that come along, and end')
  .option('--assume <question=answer>', 'how it answers what nobody knows of AWS', all, [])
  .option('--quota <name=number>', 'what the account may have of something', all, [])
  .addOption(
    new Option('--idle-exit <ms>', 'ends so long after the last request')
      .argParser(whole)
      .hideHelp(),
  )
  .addOption(new Option('--leashed', 'ends with its standard input').hideHelp())
  .action(simulate)

program
  .command('serve')
  .description('Runs the console in this browser of yours: prints the address to open.')
  .option('--port <n>', 'HTTP port', port, 0)
  .option('--rehearsal', 'begin in rehearsal, whatever was chosen last', false)
  .option('--speed <n>', 'how much rehearsals hurry', speed, 1)
  .option('--no-open', 'do not open the browser')
  .action(serve)

program
  .command('journal')
  .description('Shows what was done, from the record on this machine; also beside an open console.')
  .argument('[session]', 'its id, the beginning of one, or the name of a show; all when left out')
  .option('--json', 'print one JSON object and nothing else', false)
  .option('--data <dir>', 'the data folder', dataFolder())
  .action((session: string | undefined, options: Parameters<typeof journal>[1]) =>
    journal(session, options),
  )

try {
  await program.parseAsync()
} catch (thrown) {
  // What the operator can mend is said in words; the rest is a mistake of ours and shows where.
  if (!(thrown instanceof OperatorError)) throw thrown
  const { what, why, todo } = thrown.wire
  process.stderr.write(`${what} ${why}\n${todo}\n`)
  process.exitCode = hasCode(thrown, stateInUse) ? STATE_IN_USE_EXIT : 1
}
