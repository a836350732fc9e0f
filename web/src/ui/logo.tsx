import icon from '../icon.svg';

export const Logo = () => <img src={icon} alt="" width={24} height={24} />;
