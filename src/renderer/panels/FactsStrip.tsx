import type { Facts, SessionView } from '../../shared/domain/session'
import { sentenceCase } from '../format/words'
import { Age } from '../widgets/Timecode'
import { Fact } from './Fact'

/** What was asked, what AWS says, whether the picture moves: three facts, never one. */
export function FactsStrip({ session }: { readonly session: SessionView | undefined }) {
  const facts = session?.facts
  return (
    <dl className="facts status">
      <Fact name="Asked">{facts ? (facts.asked === 'on' ? 'On' : 'Off') : '–'}</Fact>
      <Fact name={session?.rehearsal ? 'Simulated AWS says' : 'AWS says'}>
        {facts?.channel ? (
          <>
            {sentenceCase(facts.channel.state)} <Age at={facts.channel.observedAt} />
          </>
        ) : (
          <NoChannel facts={facts} />
        )}
      </Fact>
      <Fact name="Picture">
        {facts?.picture && facts.picture.newestAt !== null ? (
          <>
            {facts.picture.moving ? 'Arrives' : 'Stands still'}{' '}
            <Age at={facts.picture.observedAt} />
          </>
        ) : (
          'Not seen'
        )}
      </Fact>
    </dl>
  )
}

/** Not asked is something else than asked and not found. */
function NoChannel({ facts }: { readonly facts: Facts | undefined }) {
  if (!facts) return <>Nothing yet</>
  if (facts.observedAt === null) return <>Not known</>
  return (
    <>
      No channel <Age at={facts.observedAt} />
    </>
  )
}
