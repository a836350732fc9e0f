import { useQuery } from '@tanstack/react-query';
import { Shown } from '../../../ui/states.js';
import { allChannels } from '../channels/queries.js';

/** Some of the channels; one that a rule names and that is gone stays until it is taken out. */
export const ChannelChoice = ({
  name,
  label,
  before,
}: {
  name: string;
  label: string;
  before: readonly string[];
}) => (
  <fieldset>
    <legend>{label}</legend>
    <Shown of={useQuery(allChannels)} lines={1}>
      {(channels) => (
        <div className="inline">
          {[
            ...channels,
            ...before.filter((id) => channels.every((one) => one.id !== id)).map((id) => ({ id, name: id })),
          ].map((channel) => (
            <label key={channel.id} className="check">
              <input
                type="checkbox"
                name={name}
                value={channel.id}
                defaultChecked={before.includes(channel.id)}
              />
              {channel.name}
            </label>
          ))}
          {channels.length === 0 && <span className="soft">There is no channel yet.</span>}
        </div>
      )}
    </Shown>
  </fieldset>
);
