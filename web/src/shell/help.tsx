import { Dialog } from '../ui/dialog.js';
import { shortcuts } from './shortcuts.js';

export const HelpDialog = ({ isOpen, close }: { isOpen: boolean; close: () => void }) => (
  <Dialog title="Keyboard" isOpen={isOpen} close={close}>
    <table className="plain">
      <tbody>
        {shortcuts.map(([keys, what]) => (
          <tr key={keys}>
            <th scope="row">
              <kbd>{keys}</kbd>
            </th>
            <td>{what}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </Dialog>
);
