import { z } from 'zod'

// The window's content policy forbids `eval`; zod's probe for it would be reported as a violation.
z.config({ jitless: true })
