import { cutWholeShow } from '../harness/crashStage'

/* A console that falls just before a write: what it had begun in AWS is on no record yet. */
await cutWholeShow('before')
