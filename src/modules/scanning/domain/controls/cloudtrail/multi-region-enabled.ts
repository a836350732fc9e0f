import { control, fail, pass } from '../../control.js';
import { isNoEvidence } from '../../part.js';
import { accountTrails } from '../../resources/cloudtrail/account-trails.js';
import { type TrailFields } from '../../resources/cloudtrail/trail.js';
import { logs, recordsManagement, withoutTrail } from './recorded.js';
import { anyOf } from './truth.js';

const shown = ({ arn, status, selectors }: TrailFields) => ({
  arn,
  isLogging: isNoEvidence(status) ? null : status.isLogging,
  managementReadsAndWrites: isNoEvidence(selectors) ? null : recordsManagement(selectors),
});

export const multiRegionEnabled = control({
  id: 'cloudtrail_multi_region_enabled',
  on: accountTrails,
  severity: 'high',
  class: 'security',
  title: 'No CloudTrail trail records the account in all regions',
  risk: 'What is done in a region without a trail leaves no lasting record: regions that nobody uses are where intruders work.',
  remediation: {
    text: 'Create a trail for all regions that records read and write management events, and start it. A trail of the organization will do.',
    steps: [
      'aws cloudtrail create-trail --name NAME --s3-bucket-name BUCKET --is-multi-region-trail --enable-log-file-validation',
      'aws cloudtrail start-logging --name NAME',
    ],
    url: 'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-create-and-update-a-trail.html',
  },
  needs: [],
  decide: (account) => {
    const judged = account.trails.map((trail) => ({ trail, good: logs(trail, recordsManagement) }));
    switch (anyOf(judged.map(({ good }) => good))) {
      case true:
        return pass({ trails: judged.filter(({ good }) => good === true).map(({ trail }) => shown(trail)) });
      case false:
        return fail({ multiRegionTrails: account.trails.map(shown) });
      case null:
        return withoutTrail(account);
    }
  },
});
