import { Injectable } from '@nestjs/common';
import {
  LinkAct,
  LinkPage,
  type ActedLink,
  type AskedLink,
  type LinkView,
} from '../../platform/links/index.js';
import { IncidentSteps } from './incident-steps.service.js';
import { IncidentsService } from './incidents.service.js';

/** What people see and do who come to an incident by a link. */
@Injectable()
export class IncidentLink {
  constructor(
    private readonly incidents: IncidentsService,
    private readonly steps: IncidentSteps,
  ) {}

  @LinkPage('incident')
  async show({ caller, id }: AskedLink): Promise<LinkView> {
    const incident = await this.incidents.get(caller, id);
    const { title, status, severity, description, acknowledgedBy, closedAt } = incident;
    const isOpen = acknowledgedBy === null && closedAt === null;
    return {
      ...{ title, text: description, path: `/incidents/${id}` },
      state: {
        text: status.replaceAll('_', ' '),
        tone: closedAt === null ? (isOpen ? 'bad' : 'waiting') : 'good',
      },
      facts: [
        { label: 'Severity', value: severity },
        { label: 'Kind', value: incident.incidentType },
        { label: 'Opened', value: incident.createdAt },
        { label: 'Acknowledge until', value: isOpen ? incident.acknowledgeBy : null },
        {
          label: 'Escalated',
          value: incident.escalationLevel === 0 ? null : `${incident.escalationLevel} times`,
        },
        { label: 'Acknowledged by', value: acknowledgedBy },
        { label: 'Contained by', value: incident.containedBy },
        { label: 'Closed', value: closedAt },
        { label: 'Resources', value: incident.resourceArns.join(', ') },
      ],
      details: {
        why: incident.reasons,
        timeline: incident.entries.map(({ at, what, who }) => ({ at: at.toISOString(), what, who })),
      },
      can: isOpen ? ['acknowledge'] : [],
    };
  }

  @LinkAct('incident', 'acknowledge', {
    needs: 'operator',
    label: 'I look into it',
    asks: [],
    tone: 'primary',
  })
  async acknowledge({ caller, id, claim }: ActedLink): Promise<string> {
    await this.steps.acknowledge(caller, id, claim);
    return 'You have it in hand: nobody else is told again.';
  }
}
