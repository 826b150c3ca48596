import { mountCompare } from "../../components/compare/mount-compare.tsx";

mountCompare();
