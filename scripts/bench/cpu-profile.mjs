import { writeFileSync } from 'node:fs';
import { Session } from 'node:inspector';
import { join } from 'node:path';

/** Loaded before a process (node --import): writes what its CPU was used for to PROFILE_FOLDER when it ends. */
const { PROFILE_FOLDER } = process.env;
const session = new Session();
session.connect();
session.post('Profiler.enable');
session.post('Profiler.setSamplingInterval', { interval: 1000 });
session.post('Profiler.start');
process.on('exit', () => {
  session.post('Profiler.stop', (_, { profile }) => {
    writeFileSync(join(PROFILE_FOLDER, `${process.pid}.cpuprofile`), JSON.stringify(profile));
  });
});
