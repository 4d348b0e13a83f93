/** Wordings of the alerts the simulator can raise (MediaLive user guide, "Channel alerts"). */
export const alertTypes = [
  'Video Not Detected',
  'Audio Not Detected',
  'RTMP Stream Not Found',
  'RTMP Has No Audio/Video',
  'RTMP Server Disconnected',
  'RTMP Input Connect Failed',
  'Input Double-Publishing Detected',
  'Failed RTMP Connection',
  'Failed to Create Output File or Socket',
  'Failed to Write to Output',
  'Failed to Validate Certificate Chain When Publishing',
  'Failed To Upload Thumbnail',
] as const
export type AlertType = (typeof alertTypes)[number]
