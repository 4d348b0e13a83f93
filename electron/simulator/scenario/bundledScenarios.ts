import awsBrownout from '../../../resources/scenarios/aws-brownout.json'
import expiredSignIn from '../../../resources/scenarios/expired-sign-in.json'
import flakyVenue from '../../../resources/scenarios/flaky-venue.json'
import lostAnswers from '../../../resources/scenarios/lost-answers.json'
import otherAnswers from '../../../resources/scenarios/other-answers.json'
import pipelineLoss from '../../../resources/scenarios/pipeline-loss.json'
import quietNight from '../../../resources/scenarios/quiet-night.json'
import quotaReached from '../../../resources/scenarios/quota-reached.json'
import youtubeDown from '../../../resources/scenarios/youtube-down.json'
import { Scenario } from './scenario'

/** The scenarios that come with the program, in the order they are listed in. */
export const bundledScenarios: readonly Scenario[] = [
  quietNight,
  flakyVenue,
  awsBrownout,
  lostAnswers,
  expiredSignIn,
  youtubeDown,
  pipelineLoss,
  quotaReached,
  otherAnswers,
].map((each) => Scenario.parse(each))

/** Undefined: none has this name. */
export const bundledScenario = (name: string): Scenario | undefined =>
  bundledScenarios.find((each) => each.name === name)
