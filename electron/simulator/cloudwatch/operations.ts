/** Of CloudWatch's operations (service model of 2026) those that are simulated. */
export const simulatedOperations = ['GetMetricData', 'ListMetrics'] as const
export type SimulatedOperation = (typeof simulatedOperations)[number]

/** Those that AWS has and this simulator has not. */
const otherOperations: ReadonlySet<string> = new Set([
  'AssociateDatasetKmsKey',
  'CreateResourceMetricsConfiguration',
  'DeleteAlarmMuteRule',
  'DeleteAlarms',
  'DeleteAnomalyDetector',
  'DeleteDashboards',
  'DeleteInsightRules',
  'DeleteMetricStream',
  'DeleteResourceMetricsConfiguration',
  'DescribeAlarmContributors',
  'DescribeAlarmHistory',
  'DescribeAlarms',
  'DescribeAlarmsForMetric',
  'DescribeAnomalyDetectors',
  'DescribeInsightRules',
  'DisableAlarmActions',
  'DisableInsightRules',
  'DisassociateDatasetKmsKey',
  'EnableAlarmActions',
  'EnableInsightRules',
  'GetAlarmMuteRule',
  'GetDashboard',
  'GetDataset',
  'GetInsightRuleReport',
  'GetMetricStatistics',
  'GetMetricStream',
  'GetMetricWidgetImage',
  'GetOTelEnrichment',
  'GetResourceMetricsConfiguration',
  'ListAlarmMuteRules',
  'ListDashboards',
  'ListManagedInsightRules',
  'ListMetricStreams',
  'ListTagsForResource',
  'PutAlarmMuteRule',
  'PutAnomalyDetector',
  'PutCompositeAlarm',
  'PutDashboard',
  'PutInsightRule',
  'PutLogAlarm',
  'PutManagedInsightRules',
  'PutMetricAlarm',
  'PutMetricData',
  'PutMetricStream',
  'SetAlarmState',
  'StartMetricStreams',
  'StartOTelEnrichment',
  'StopMetricStreams',
  'StopOTelEnrichment',
  'TagResource',
  'UntagResource',
  'UpdateOTelEnrichment',
  'UpdateResourceMetricsConfiguration',
])

export const isSimulated = (operation: string): operation is SimulatedOperation =>
  simulatedOperations.some((each) => each === operation)

export const isKnown = (operation: string) =>
  isSimulated(operation) || otherOperations.has(operation)
