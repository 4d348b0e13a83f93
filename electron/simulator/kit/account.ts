/** The one account of the simulated AWS: AWS's documentation number. */
export const rehearsalAccount = '111122223333'

/** Who every caller is: the rehearsal has no users of its own. */
export const everyCaller = `arn:aws:sts::${rehearsalAccount}:assumed-role/Rehearsal/tallylight`
