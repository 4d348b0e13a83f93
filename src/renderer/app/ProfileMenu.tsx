import { ChevronDown, TriangleAlert } from 'lucide-react'
import { Popover } from 'radix-ui'
import { useEffect, useState } from 'react'
import { Region, REHEARSAL, type AccountView, type ProfileView } from '../../shared/domain/account'
import { core } from '../bridge/client'
import { useCommand } from '../bridge/useCommand'
import { profileKind, profileName } from '../format/words'
import { selectMayAct, useConsole } from '../store/useConsole'
import { ErrorNote } from '../widgets/ErrorNote'
import { Field } from '../widgets/Field'
import { RemainingShort } from '../widgets/Timecode'

/** The profile in use, and the way to another. */
export function ProfileMenu() {
  const account = useConsole((s) => s.account)
  const [open, setOpen] = useState(false)
  if (!account) return null
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger className="profile-button">
        <span className="sr-only">AWS profile: </span>
        <Present account={account} />
        <ChevronDown aria-hidden size={14} />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          className="popover"
          align="start"
          sideOffset={6}
          aria-label="AWS profiles"
          // The profiles are read only now: the first thing there is would be the region.
          onOpenAutoFocus={(event) => {
            event.preventDefault()
            if (event.currentTarget instanceof HTMLElement) event.currentTarget.focus()
          }}
        >
          <Profiles account={account} onDone={() => setOpen(false)} />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  )
}

function Present({
  account: { selected, rehearsal, state, identity },
}: {
  readonly account: AccountView
}) {
  return (
    <>
      <strong className="clip">{profileName(selected.profile)}</strong>
      {identity && !rehearsal && <span className="num">{identity.maskedAccount}</span>}
      <span className="faint">{selected.region}</span>
      <span className="sign-in" data-state={state}>
        {state === 'signing-in' && 'signing in …'}
        {state === 'trouble' && (
          <>
            <TriangleAlert aria-hidden size={13} /> not signed in
          </>
        )}
        {state === 'signed-in' && identity?.expiresAt != null && (
          <>
            signed in <RemainingShort until={identity.expiresAt} />
          </>
        )}
      </span>
    </>
  )
}

interface ProfilesProps {
  readonly account: AccountView
  readonly onDone: () => void
}

function Profiles({ account, onDone }: ProfilesProps) {
  const [profiles, setProfiles] = useState<readonly ProfileView[] | null>(null)
  const [region, setRegion] = useState(account.selected.region)
  const mayAct = useConsole(selectMayAct)
  const list = useCommand(async () => setProfiles(await core.account.profiles()))
  const select = useCommand(async (profile: ProfileView) => {
    const own = profile.name === account.selected.profile ? region : (profile.region ?? region)
    await core.account.select({ profile: profile.name, region: regionOrNull(own) })
    onDone()
  })
  const { run } = list
  useEffect(() => void run(), [run])
  const error = list.error ?? select.error
  const bad = !Region.safeParse(region).success
  return (
    <>
      <p className="popover-head">Profiles of this machine</p>
      {error && <ErrorNote error={error} />}
      {!profiles && !error && <p className="nothing">Reading the AWS files …</p>}
      <ul className="profiles">
        {profiles?.map((profile) => (
          <li key={profile.name}>
            <button
              type="button"
              aria-pressed={profile.name === account.selected.profile}
              data-rehearsal={profile.name === REHEARSAL}
              disabled={!mayAct || select.busy}
              onClick={() => void select.run(profile)}
            >
              <strong>{profileName(profile.name)}</strong>
              <span className="faint">
                {profileKind(profile.kind)}
                {profile.region && ` · ${profile.region}`}
              </span>
            </button>
            {profile.trouble && (
              <p className="profile-trouble">
                <TriangleAlert aria-hidden size={13} /> {profile.trouble.what}{' '}
                {profile.trouble.todo}
              </p>
            )}
          </li>
        ))}
      </ul>
      <form
        className="region-form"
        onSubmit={(event) => {
          event.preventDefault()
          const own = profiles?.find((profile) => profile.name === account.selected.profile)
          if (own && !bad) void select.run(own)
        }}
      >
        <Field label="Region" complaint={bad ? 'A region looks like eu-west-1.' : undefined}>
          {(control) => (
            <input
              {...control}
              className="mono"
              spellCheck={false}
              value={region}
              onChange={(event) => setRegion(event.target.value.trim())}
            />
          )}
        </Field>
        <button type="submit" disabled={!mayAct || bad || region === account.selected.region}>
          Use region
        </button>
      </form>
    </>
  )
}

const regionOrNull = (text: string) => Region.safeParse(text).data ?? null
