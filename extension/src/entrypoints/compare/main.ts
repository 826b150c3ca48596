import { mountCompare } from "../../components/compare/mount-compare.tsx";

void mountCompare();
