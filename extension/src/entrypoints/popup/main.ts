import { mount } from "../../components/mount.tsx";

mount("popup");
