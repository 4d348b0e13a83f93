import type { Service } from './kit/aws'
import type { SimulatorContext } from './kit/context'
import { stsService } from './sts/service'

/** Every service of the simulated account, in no particular order; one line each. */
export const servicesOf = (context: SimulatorContext): readonly Service[] => [stsService(context)]
