import { chmod, mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { eventually, freePort, start } from './tools'

/** nginx with its RTMP module: a server that others wrote, recording what it is sent. */
export interface Nginx {
  readonly url: string
  /** The module's page on what it receives, as XML. */
  stat(): Promise<string>
  /** The recording of the only stream. */
  recording(): Promise<string>
  stop(): Promise<void>
}

const MODULE = '/usr/lib/nginx/modules/ngx_rtmp_module.so'

export async function startNginx(folder: string): Promise<Nginx> {
  const [rtmpPort, httpPort] = [await freePort(), await freePort()]
  const recordings = join(folder, 'recordings')
  await mkdir(recordings)
  // Its worker gives up root where it had it, and must still be able to write.
  await chmod(folder, 0o755)
  await chmod(recordings, 0o777)
  const config = join(folder, 'nginx.conf')
  await writeFile(config, configOf(folder, recordings, rtmpPort, httpPort))
  const nginx = start('nginx', ['-p', folder, '-c', config])
  const stat = async () => (await fetch(`http://127.0.0.1:${httpPort}/stat`)).text()
  await eventually(stat)
  return {
    url: `rtmp://127.0.0.1:${rtmpPort}/live`,
    stat,
    recording: async () => join(recordings, (await readdir(recordings))[0] ?? 'nothing'),
    stop: async () => {
      // The worker is only taken along by a signal that the master can still act on.
      nginx.process.kill('SIGTERM')
      await nginx.exit
    },
  }
}

function configOf(folder: string, recordings: string, rtmpPort: number, httpPort: number): string {
  return `
    load_module ${MODULE};
    daemon off;
    worker_processes 1;
    pid ${folder}/nginx.pid;
    error_log stderr warn;
    events { worker_connections 64; }
    rtmp {
      access_log off;
      server {
        listen 127.0.0.1:${rtmpPort};
        application live { live on; record all; record_path ${recordings}; }
      }
    }
    http {
      access_log off;
      client_body_temp_path ${folder}/body;
      proxy_temp_path ${folder}/proxy;
      fastcgi_temp_path ${folder}/fastcgi;
      uwsgi_temp_path ${folder}/uwsgi;
      scgi_temp_path ${folder}/scgi;
      server { listen 127.0.0.1:${httpPort}; location /stat { rtmp_stat all; } }
    }`
}
