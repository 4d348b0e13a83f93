import { result, type Check } from './facts'

/** Who may push: an RTMP ingest has no password but its allow-list and the secrecy of its name. */
export const ingestAllowList: Check = ({ settings: { ingest }, publicAddress }) => {
  switch (ingest.allow) {
    case 'everybody':
      return result(
        'ingest-allow-list',
        'warns',
        'Anybody who learns the stream name may push to the ingest.',
        'Allow this machine only, in Settings, unless the encoder moves between networks.',
      )
    case 'list':
      return result('ingest-allow-list', 'fine', `${ingest.cidrs.join(', ')} may push.`)
    case 'this-machine':
      if (publicAddress === null)
        return result(
          'ingest-allow-list',
          'warns',
          'Only this machine may push; its public address is known once signed in.',
        )
      return typeof publicAddress === 'string'
        ? result('ingest-allow-list', 'fine', `Only this machine (${publicAddress}) may push.`)
        : result('ingest-allow-list', 'blocks', publicAddress.what, publicAddress.todo)
  }
}
