import { mountOptions } from "../../components/options/mount-options.tsx";

void mountOptions();
