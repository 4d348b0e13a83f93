export interface S3Address {
  readonly bucket: string
  /** Everything before the base name, with its last slash; may be empty. */
  readonly folder: string
  readonly baseName: string
}

/**
 * `s3ssl://bucket/folder/basename` or `s3://…` (MediaLive user guide, "Fields for the output
 * destination, sending to Amazon S3"); undefined for any other address.
 */
export function s3AddressOf(url: string): S3Address | undefined {
  const [, bucket, folder, baseName] =
    /^s3(?:ssl)?:\/\/([^/]+)\/((?:.*\/)?)([^/]+)$/.exec(url) ?? []
  if (!bucket || folder === undefined || !baseName) return undefined
  return { bucket, folder, baseName }
}
