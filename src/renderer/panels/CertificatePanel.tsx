import { Copy, Download, Printer, ShieldCheck, TriangleAlert } from 'lucide-react'
import type { Certificate, SessionView } from '../../shared/domain/session'
import { core } from '../bridge/client'
import { useCommand } from '../bridge/useCommand'
import { dayTime, timeOfDay } from '../format/time'
import { count } from '../format/words'
import { useConsole } from '../store/useConsole'
import { Money } from '../widgets/Money'
import { Panel } from '../widgets/Panel'
import { toast } from '../widgets/toasts'

interface Props {
  readonly session: SessionView
  readonly certificate: Certificate
}

/** Proof that nothing of the show is left at AWS; to be printed, or kept as a file. */
export function CertificatePanel({ session, certificate }: Props) {
  const clean = certificate.leftovers.length === 0
  return (
    <Panel title="Certificate" className="certificate grow">
      <div className="verdict" data-clean={clean}>
        {clean ? <ShieldCheck aria-hidden size={28} /> : <TriangleAlert aria-hidden size={28} />}
        <div>
          <p className="verdict-word">
            {clean ? 'Nothing is left' : `${count(certificate.leftovers.length, 'thing')} left`}
          </p>
          <p className="faint">
            {session.showName}
            {session.rehearsal && ' · rehearsal'} · {dayTime(certificate.issuedAt)} ·{' '}
            <span className="num">{session.region}</span>
          </p>
        </div>
        <div className="verdict-total">
          <span className="faint">{session.rehearsal ? 'Would have cost' : 'Cost'}</span>
          <Money micros={certificate.totalMicros} />
        </div>
      </div>
      <Buttons certificate={certificate} />
      {!clean && <Leftovers certificate={certificate} />}
      <Asked certificate={certificate} />
      <h3>Recordings kept</h3>
      {certificate.keptRecordings.length === 0 ? (
        <p className="nothing">None.</p>
      ) : (
        <ul className="kept mono">
          {certificate.keptRecordings.map((path) => (
            <li key={path}>{path}</li>
          ))}
        </ul>
      )}
    </Panel>
  )
}

function Leftovers({ certificate }: { readonly certificate: Certificate }) {
  return (
    <>
      <h3>Left at AWS</h3>
      <ul className="kept">
        {certificate.leftovers.map(({ kind, id, state }) => (
          <li key={kind + id}>
            {kind} <span className="mono">{id}</span> {state}
          </li>
        ))}
      </ul>
    </>
  )
}

function Asked({ certificate }: { readonly certificate: Certificate }) {
  return (
    <table className="asked">
      <caption>What AWS was asked, after the last thing was deleted</caption>
      <thead>
        <tr>
          <th scope="col">Asked for</th>
          <th scope="col">Found</th>
          <th scope="col">At</th>
          <th scope="col">Request</th>
        </tr>
      </thead>
      <tbody>
        {certificate.asked.map(({ what, found, askedAt, requestId }) => (
          <tr key={what}>
            <td>{what}</td>
            <td className="num">{found}</td>
            <td className="num">{timeOfDay(askedAt)}</td>
            <td className="mono faint clip" title={requestId}>
              {requestId}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Buttons({ certificate: { sessionId } }: { readonly certificate: Certificate }) {
  const hasClipboard = useConsole((s) => s.status?.abilities.clipboard ?? false)
  const save = useCommand(async (form: 'text' | 'json') => {
    const file = await core.sessions.certificate({ sessionId })
    if (form === 'text') download(`${file.fileName}.txt`, 'text/plain', file.text)
    else download(`${file.fileName}.json`, 'application/json', file.json)
  })
  const copy = useCommand(async () => {
    if (hasClipboard) await core.sessions.copyCertificate({ sessionId })
    else await navigator.clipboard.writeText((await core.sessions.certificate({ sessionId })).text)
    toast('The certificate is copied.')
  })
  const error = save.error ?? copy.error
  return (
    <div className="certificate-buttons">
      {error && <span role="alert">{error.what}</span>}
      <button type="button" className="small" onClick={() => void save.run('text')}>
        <Download aria-hidden size={13} />
        Save as text
      </button>
      <button type="button" className="small" onClick={() => void save.run('json')}>
        <Download aria-hidden size={13} />
        Save as JSON
      </button>
      <button type="button" className="small" onClick={() => void copy.run()}>
        <Copy aria-hidden size={13} />
        Copy
      </button>
      <button type="button" className="small" onClick={() => window.print()}>
        <Printer aria-hidden size={13} />
        Print
      </button>
    </div>
  )
}

/** A file made in the page itself: nothing is fetched, and the content policy stays as it is. */
function download(name: string, type: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  URL.revokeObjectURL(url)
}
