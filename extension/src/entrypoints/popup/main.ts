import { mount } from "../../components/mount.tsx";

void mount("popup");
