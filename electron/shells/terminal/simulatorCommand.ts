import type { SimulatorCommand } from '../../app/simulatorProcess'

/** This very command, once more: the same Node, the same file. */
export function simulatorCommand(): SimulatorCommand {
  const script = process.argv[1]
  if (script === undefined) throw new Error('the command does not know its own file')
  return { command: process.execPath, args: [...process.execArgv, script, 'simulator'] }
}
