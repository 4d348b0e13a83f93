import { result, type Check } from './facts'

/** Signed in, and for longer than the show will take. */
export const signIn: Check = ({ now, identity, signInTrouble, rehearsal, show }) => {
  if (rehearsal) return result('sign-in', 'fine', 'Rehearsal: no account is needed.')
  if (!identity)
    return result(
      'sign-in',
      'blocks',
      signInTrouble?.what ?? 'Not signed in to AWS.',
      signInTrouble?.todo ?? 'Choose a profile in the top bar.',
    )
  const { expiresAt } = identity
  const neededUntil = Math.max(now, show.plannedEndAt ?? now)
  if (expiresAt !== null && expiresAt < neededUntil)
    return result(
      'sign-in',
      'warns',
      'The sign-in ends before the show does.',
      'Sign in again before you go live. The console refreshes it where the profile allows that.',
    )
  return result('sign-in', 'fine', `Signed in as ${identity.role}.`)
}
