import type { Sentence } from '../../../src/shared/errors'

const ON_AIR = 'What is on air stays on air.'

/** What the storage has to say to the operator. */
export const storageSentences = {
  full: {
    code: 'storage.full',
    what: 'The disk is full: nothing more can be recorded.',
    why: 'There is no room left where Tallylight keeps its data.',
    todo: `Free some space, then go on. ${ON_AIR}`,
    fate: 'wait',
  },
  readonly: {
    code: 'storage.readonly',
    what: 'Tallylight may not write to its own data.',
    why: 'The data folder or a file in it is write-protected.',
    todo: `Give your user the right to write to it, then go on. ${ON_AIR}`,
    fate: 'wait',
  },
  broken: {
    code: 'storage.io',
    what: 'The disk did not take what was written.',
    why: 'It reported an error: it may be full, at a limit, unplugged or failing.',
    todo: `Check the disk and its free space, then go on. ${ON_AIR}`,
    fate: 'wait',
  },
  busy: {
    code: 'storage.busy',
    what: 'The data was locked for too long.',
    why: 'Another program (a backup, a virus scanner) holds the file.',
    todo: `Keep other programs out of the data folder, then go on. ${ON_AIR}`,
    fate: 'wait',
  },
  damaged: {
    code: 'storage.damaged',
    what: 'The data file is damaged.',
    why: 'The disk gave back something else than was written.',
    todo: `Close Tallylight and open it again: the last good copy is then taken. ${ON_AIR}`,
    fate: 'park',
  },
  viewOnly: {
    code: 'storage.view-only',
    what: 'This window can only look.',
    why: 'Another Tallylight, or a newer one, has charge of the data.',
    todo: 'Do it in the other window, or close that one and open this one again.',
    fate: 'undo',
  },
  folder: (folder: string): Sentence => ({
    code: 'storage.folder',
    what: 'The data folder cannot be used.',
    why: `${folder} cannot be made or written to.`,
    todo: 'Give your user the right to write there, or set TALLYLIGHT_HOME to another folder.',
    fate: 'park',
  }),
  otherConsole: (holder: string): Sentence => ({
    code: 'storage.other-console',
    what: 'Another Tallylight is open, so this one can only look.',
    why: `Only one may write to the data at a time. The other one is ${holder}.`,
    todo: 'Work in the other one, or close it and open this one again.',
    fate: 'wait',
  }),
  newer: {
    code: 'storage.newer',
    what: 'The data was written by a newer Tallylight, so this one can only look.',
    why: 'What the newer one records could be lost if this one wrote to it.',
    todo: 'Update Tallylight, then open it again.',
    fate: 'wait',
  },
  restored: (aside: string, backup: string): Sentence => ({
    code: 'storage.restored',
    what: `The data file was damaged. The copy of ${backup} has taken its place.`,
    why: 'The disk gave back something else than was written. What came after that copy is missing.',
    todo: `Look under Resources for what is still running. The damaged file is kept as ${aside}.`,
    fate: 'park',
  }),
  startedAfresh: (aside: string): Sentence => ({
    code: 'storage.started-afresh',
    what: 'The data file was damaged and there was no copy of it: Tallylight starts empty.',
    why: 'The disk gave back something else than was written.',
    todo: `Look under Resources for what is still running. The damaged file is kept as ${aside}.`,
    fate: 'park',
  }),
  unreadableRecord: (shelf: string, id: string): Sentence => ({
    code: 'storage.unreadable-record',
    what: `One record could not be read and is left out: ${shelf} ${id}.`,
    why: 'It does not have the form this version of Tallylight writes.',
    todo: 'Nothing was deleted. Report this if something is missing.',
    fate: 'park',
  }),
} satisfies Record<string, Sentence | ((...parts: string[]) => Sentence)>
