import { cutWholeShow } from '../harness/crashStage'

/* A console that falls just after a write: what it announced has not happened yet. */
await cutWholeShow('after')
