import type { ComponentChildren } from "preact";

// Drawn on a grid of 16, in the colour of the text. They are hidden from screen readers, which have the text.

function Icon({ children }: { children: ComponentChildren }) {
  return (
    <svg class="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      {children}
    </svg>
  );
}

export const CopyIcon = () => (
  <Icon>
    <rect x="5.5" y="5.5" width="8" height="8" rx="1.5" />
    <path d="M10.5 5.5V4A1.5 1.5 0 0 0 9 2.5H4A1.5 1.5 0 0 0 2.5 4v5A1.5 1.5 0 0 0 4 10.5h1.5" />
  </Icon>
);

export const CheckIcon = () => (
  <Icon>
    <path d="m3 8.5 3.2 3.2L13 5" />
  </Icon>
);

export const AgainIcon = () => (
  <Icon>
    <path d="M13.2 8a5.2 5.2 0 1 1-1.6-3.75L13.2 5.8M13.2 2.6v3.2H10" />
  </Icon>
);

export const StopIcon = () => (
  <Icon>
    <rect class="icon-filled" x="4" y="4" width="8" height="8" rx="1.5" />
  </Icon>
);

export const PanelIcon = () => (
  <Icon>
    <rect x="2" y="3" width="12" height="10" rx="1.8" />
    <path d="M9.5 3v10" />
  </Icon>
);

export const OptionsIcon = () => (
  <Icon>
    <path d="M2.5 4.8h5M11.5 4.8h2M2.5 11.2h2M8.5 11.2h5" />
    <circle cx="9.5" cy="4.8" r="1.9" />
    <circle cx="6.5" cy="11.2" r="1.9" />
  </Icon>
);

export const MoveUpIcon = () => (
  <Icon>
    <path d="M8 13V3.5M4 7.2l4-3.9 4 3.9" />
  </Icon>
);

export const MoveDownIcon = () => (
  <Icon>
    <path d="M8 3v9.5M4 8.8l4 3.9 4-3.9" />
  </Icon>
);

export const EditIcon = () => (
  <Icon>
    <path d="m3 13 .6-2.8L11 2.8l2.2 2.2-7.4 7.4L3 13ZM9.6 4.2l2.2 2.2" />
  </Icon>
);

export const RemoveIcon = () => (
  <Icon>
    <path d="M3 4.5h10M6.5 4.5V3h3v1.5M4.5 4.5l.6 8.5h5.8l.6-8.5M6.8 7v3.6M9.2 7v3.6" />
  </Icon>
);

export const KeyIcon = () => (
  <Icon>
    <circle cx="5.2" cy="10.8" r="2.7" />
    <path d="m7.2 8.8 5.8-5.8M10.8 5.2l2 2" />
  </Icon>
);

export const OutsideIcon = () => (
  <Icon>
    <path d="M6.5 3.5h-2A1.5 1.5 0 0 0 3 5v6.5A1.5 1.5 0 0 0 4.5 13H11a1.5 1.5 0 0 0 1.5-1.5v-2M9.5 3H13v3.5M13 3 7.5 8.5" />
  </Icon>
);

export const CloseIcon = () => (
  <Icon>
    <path d="m4 4 8 8M12 4l-8 8" />
  </Icon>
);

export const AlertIcon = () => (
  <Icon>
    <circle cx="8" cy="8" r="6" />
    <path d="M8 4.8v3.8M8 11v.2" />
  </Icon>
);

export const CompareIcon = () => (
  <Icon>
    <rect x="2" y="3" width="5" height="10" rx="1.4" />
    <rect x="9" y="3" width="5" height="10" rx="1.4" />
  </Icon>
);

export const ContinueIcon = () => (
  <Icon>
    <path d="M3 8h9.5M9 4.5 12.5 8 9 11.5" />
  </Icon>
);

export const HistoryIcon = () => (
  <Icon>
    <path d="M2.8 8a5.2 5.2 0 1 0 1.6-3.75L2.8 5.8M2.8 2.6v3.2H6M8 5v3.2l2.2 1.4" />
  </Icon>
);

export const BackIcon = () => (
  <Icon>
    <path d="m9.8 4-4 4 4 4" />
  </Icon>
);

export const ForwardIcon = () => (
  <Icon>
    <path d="m6.2 4 4 4-4 4" />
  </Icon>
);

export const DownIcon = () => (
  <Icon>
    <path d="m4 6.2 4 4 4-4" />
  </Icon>
);

export const ExportIcon = () => (
  <Icon>
    <path d="M8 2.5v7.2M5 7l3 3 3-3M3 11v1.5A1.5 1.5 0 0 0 4.5 14h7a1.5 1.5 0 0 0 1.5-1.5V11" />
  </Icon>
);

export const DeleteIcon = () => (
  <Icon>
    <path d="M3 4.5h10M6.5 4.5V3h3v1.5M4.5 4.5l.6 8.1A1.5 1.5 0 0 0 6.6 14h2.8a1.5 1.5 0 0 0 1.5-1.4l.6-8.1M6.8 7v4.5M9.2 7v4.5" />
  </Icon>
);
