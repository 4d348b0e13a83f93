/** Wordings of the alerts the simulator can raise (MediaLive user guide, "Channel alerts"). */
export const alertTypes = [
  'Video Not Detected',
  'Black Video Detected',
  'Audio Not Detected',
  'RTMP Stream Not Found',
  'RTMP Has No Audio/Video',
  'RTMP Server Disconnected',
  'RTMP Input Connect Failed',
  'Input Double-Publishing Detected',
  'Input Failed Over',
  'Failed RTMP Connection',
  'Failed to Create Output File or Socket',
  'Failed to Write to Output',
  'Failed to Validate Certificate Chain When Publishing',
  'Pipeline is Paused',
  'Failed To Upload Thumbnail',
] as const
export type AlertType = (typeof alertTypes)[number]
