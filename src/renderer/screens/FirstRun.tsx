import { Plus } from 'lucide-react'
import { goTo } from '../app/routes'

/** The very first window: what this is, in three steps, and one button. */
export function FirstRun() {
  return (
    <main className="first-run">
      <div className="first-run-inner">
        <h1>Put a show on air without surprises</h1>
        <p className="lead">
          You start in <strong className="rehearsed">rehearsal</strong>: a simulated AWS on this
          machine, with a real picture. No account, no cost, and nothing leaves this machine.
        </p>
        <ol className="teach">
          <li>
            <h2>Make a show</h2>
            <p>Name it and choose where it goes: IVS, YouTube, Restream or any RTMP server.</p>
          </li>
          <li>
            <h2>Prepare and go live</h2>
            <p>
              The price stands on each button. Send the test card, or your own encoder, and watch it
              arrive.
            </p>
          </li>
          <li>
            <h2>End and clean up</h2>
            <p>You get your recordings, and a certificate that nothing is left on and costing.</p>
          </li>
        </ol>
        <button type="button" className="primary large" onClick={() => goTo({ at: 'new-show' })}>
          <Plus aria-hidden size={18} />
          Make your first show
        </button>
        <p className="faint">
          Ready for the real thing? Choose your AWS profile at the top, any time.
        </p>
      </div>
    </main>
  )
}
