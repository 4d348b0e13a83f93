import type { Flow } from '../../harness/conformanceFlow'

export const whoAmI: Flow = {
  name: 'who calls',
  steps: [
    {
      call: 'sts.GetCallerIdentity',
      has: { Account: '<account>', Arn: /^arn:aws:(sts|iam)::\d{12}:/, UserId: /./ },
    },
  ],
}

export const signInRunsOut: Flow = {
  name: 'a sign-in runs out',
  steps: [
    { drill: { kind: 'expire-credentials' } },
    {
      call: 'sts.GetCallerIdentity',
      error: 'ExpiredToken',
      status: 403,
      rehearsedOnly: true,
    },
    {
      call: 'medialive.ListChannels',
      error: 'ExpiredTokenException',
      status: 403,
      rehearsedOnly: true,
    },
    {
      call: 's3.ListBuckets',
      error: 'ExpiredToken',
      status: 400,
      rehearsedOnly: true,
    },
    { clearDrills: true },
    { call: 'sts.GetCallerIdentity' },
  ],
}
