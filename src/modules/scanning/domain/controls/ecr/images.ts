import { control, fail, pass, undecided } from '../../control.js';
import { ecrRepository } from '../../resources/ecr/repository.js';

/** A continuous scan begins with the push. */
const SCANS_PUSHED = new Set(['SCAN_ON_PUSH', 'CONTINUOUS_SCAN']);

export const scanImagesOnPush = control({
  id: 'ecr_repositories_scan_images_on_push_enabled',
  on: ecrRepository,
  severity: 'high',
  class: 'security',
  title: 'ECR repository does not scan images when they are pushed',
  risk: 'Images with known weaknesses are deployed without anybody having been told.',
  remediation: {
    text: 'Let the registry scan on push, or continuously, with a filter that takes in the repository.',
    steps: ['ecr PutRegistryScanningConfiguration with a rule for the repository'],
    url: 'https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning.html',
  },
  needs: ['scanning'],
  decide: ({ scanning, scanOnPush }) => {
    const evidence = { scanning, scanOnPush };
    if (scanning === null) return undecided('AWS told nothing of how the repository is scanned', evidence);
    const byRule = scanning.scanOnPush || SCANS_PUSHED.has(scanning.frequency ?? '');
    // AmazonECR/latest/userguide/image-scanning.html: enhanced scanning goes by the registry's filters alone
    return byRule || (scanning.registry === 'BASIC' && scanOnPush) ? pass(evidence) : fail(evidence);
  },
});

export const tagImmutability = control({
  id: 'ecr_repositories_tag_immutability',
  on: ecrRepository,
  severity: 'medium',
  class: 'security',
  title: 'ECR repository lets a tag be moved to another image',
  risk: 'Who may push can put another image under a tag that is deployed already, and nobody sees it by its name.',
  remediation: {
    text: 'Make tags immutable, with exclusions for those few that have to move.',
    steps: ['ecr PutImageTagMutability with IMMUTABLE or IMMUTABLE_WITH_EXCLUSION'],
    url: 'https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-tag-mutability.html',
  },
  needs: [],
  decide: ({ tagMutability, tagExclusions }) => {
    const evidence = { tagMutability, tagExclusions };
    const fixed =
      tagMutability === 'IMMUTABLE' ||
      // unless all are let off
      (tagMutability === 'IMMUTABLE_WITH_EXCLUSION' && !tagExclusions.some((filter) => /^\*+$/.test(filter)));
    return fixed ? pass(evidence) : fail(evidence);
  },
});

export const lifecyclePolicyEnabled = control({
  id: 'ecr_repositories_lifecycle_policy_enabled',
  on: ecrRepository,
  severity: 'medium',
  class: 'security',
  title: 'ECR repository keeps every image for ever',
  risk: 'Old images with weaknesses of their time stay ready to be deployed, and are paid for.',
  remediation: {
    text: 'Give the repository a lifecycle policy that lets old or untagged images expire.',
    steps: ['ecr StartLifecyclePolicyPreview to see what would go', 'ecr PutLifecyclePolicy'],
    url: 'https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html',
  },
  needs: ['lifecyclePolicy'],
  decide: ({ lifecyclePolicy }) =>
    lifecyclePolicy === null ? fail({ lifecyclePolicy }) : pass({ lifecyclePolicy }),
});
