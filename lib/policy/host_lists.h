/* SPDX-License-Identifier: Apache-2.0 */
/* host_lists.h - what of a node is dangerous in the hands of a pod: one list for all policies.
 *
 * Each list is a macro that takes two others, for its first path and for those that follow, so that
 * HOST_JSON() makes the default of a parameter and HOST_ARRAY() the elements of an array. A path is
 * written as a C string, whose backslashes are also those of JSON.
 *
 * "*" stands for any run of bytes within one component.
 */
#ifndef KUBEVET_POLICY_HOST_LISTS_H
#define KUBEVET_POLICY_HOST_LISTS_H

#define HOST_JSON_FIRST_(path)	#path
#define HOST_JSON_MORE_(path)	", " #path
#define HOST_JSON(LIST)		"[" LIST(HOST_JSON_FIRST_, HOST_JSON_MORE_) "]"
#define HOST_ARRAY_FIRST_(path) path
#define HOST_ARRAY_MORE_(path)	, path
#define HOST_ARRAY(LIST)	LIST(HOST_ARRAY_FIRST_, HOST_ARRAY_MORE_)

/* clang-format off */

/* Sockets of container runtimes. */
#define HOST_RUNTIME_SOCKETS(FIRST, MORE) \
	FIRST("/run/docker.sock") \
	MORE("/run/containerd/containerd.sock") \
	MORE("/run/crio/crio.sock") \
	MORE("/run/cri-dockerd.sock") \
	MORE("/run/dockershim.sock") \
	MORE("/run/podman/podman.sock") \
	MORE("/run/docker/containerd/containerd.sock") \
	MORE("/run/k3s/containerd/containerd.sock") \
	MORE("/run/k0s/containerd.sock") \
	MORE("/var/snap/microk8s/common/run/containerd.sock") \
	MORE("/run/buildkit/buildkitd.sock") \
	MORE("\\\\.\\pipe\\docker_engine") \
	MORE("\\\\.\\pipe\\containerd-containerd") \
	MORE("\\\\.\\pipe\\dockershim") \
	MORE("\\\\.\\pipe\\cri-dockerd")

/* All that take orders for the node. */
#define HOST_SOCKETS(FIRST, MORE) \
	HOST_RUNTIME_SOCKETS(FIRST, MORE) \
	MORE("/run/nri/nri.sock") \
	MORE("/run/k0s/status.sock") \
	MORE("/run/api.sock") \
	MORE("/run/snapd.socket") \
	MORE("/run/libvirt/libvirt-sock") \
	MORE("/var/lib/lxd/unix.socket") \
	MORE("/var/snap/lxd/common/lxd/unix.socket") \
	MORE("/run/systemd/private") \
	MORE("/run/dbus/system_bus_socket") \
	MORE("/run/cilium/cilium.sock") \
	MORE("/run/calico") \
	MORE("/run/multus") \
	MORE("/run/antrea") \
	MORE("/run/openvswitch/db.sock") \
	MORE("/run/ovn-kubernetes/cni") \
	MORE("/var/lib/kubelet/device-plugins") \
	MORE("/var/lib/kubelet/plugins_registry") \
	MORE("\\\\.\\pipe\\csi-proxy-*") \
	MORE("\\\\.\\pipe\\rancher_wins")

/* Keys of the node, of its users and of other pods. */
#define HOST_SECRETS(FIRST, MORE) \
	FIRST("/etc/kubernetes") \
	MORE("/etc/shadow") \
	MORE("/etc/gshadow") \
	MORE("/etc/ssh") \
	MORE("/etc/ssl/private") \
	MORE("/etc/pki/tls/private") \
	MORE("/etc/cni/net.d") \
	MORE("/etc/rancher") \
	MORE("/etc/k0s") \
	MORE("/etc/srv/kubernetes") \
	MORE("/root") \
	MORE("/home/*/.kube") \
	MORE("/home/*/.ssh") \
	MORE("/home/*/.aws") \
	MORE("/home/*/.azure") \
	MORE("/home/*/.config/gcloud") \
	MORE("/home/*/.docker") \
	MORE("/home/*/.gnupg") \
	MORE("/home/*/.minikube") \
	MORE("/run/cloud-init") \
	MORE("/run/containerd") \
	MORE("/run/credentials") \
	MORE("/run/crio") \
	MORE("/run/docker") \
	MORE("/run/ignition.json") \
	MORE("/run/k3s") \
	MORE("/run/podman") \
	MORE("/run/user") \
	MORE("/srv/kubernetes") \
	MORE("/system/secrets") \
	MORE("/var/lib/amazon") \
	MORE("/var/lib/cloud") \
	MORE("/var/lib/etcd") \
	MORE("/var/lib/k0s") \
	MORE("/var/lib/kube-proxy") \
	MORE("/var/lib/kubelet/bootstrap-kubeconfig") \
	MORE("/var/lib/kubelet/checkpoints") \
	MORE("/var/lib/kubelet/config.json") \
	MORE("/var/lib/kubelet/kubeconfig") \
	MORE("/var/lib/kubelet/pki") \
	MORE("/var/lib/kubelet/pods") \
	MORE("/var/lib/kubernetes") \
	MORE("/var/lib/minikube") \
	MORE("/var/lib/rancher/k3s/agent") \
	MORE("/var/lib/rancher/k3s/server") \
	MORE("/var/lib/rancher/rke2/agent") \
	MORE("/var/lib/rancher/rke2/server") \
	MORE("/var/lib/systemd/credential.secret") \
	MORE("/var/lib/waagent") \
	MORE("/var/snap/microk8s/current") \
	MORE("/var/vcap/jobs") \
	MORE("C:\\etc\\kubernetes") \
	MORE("C:\\etc\\rancher") \
	MORE("C:\\AzureData") \
	MORE("C:\\ProgramData\\kubernetes") \
	MORE("C:\\ProgramData\\ssh") \
	MORE("C:\\Users\\*\\.kube") \
	MORE("C:\\Users\\*\\.ssh") \
	MORE("C:\\Windows\\System32\\config") \
	MORE("C:\\k") \
	MORE("C:\\var\\lib\\kubelet\\pki") \
	MORE("C:\\var\\lib\\kubelet\\pods")

/* Devices that are the node's memory and disks, which a mount that is readOnly does not protect. */
#define HOST_DEVICES(FIRST, MORE) \
	FIRST("/dev/kmem") \
	MORE("/dev/mem") \
	MORE("/dev/port") \
	MORE("/dev/dm-*") \
	MORE("/dev/hd*") \
	MORE("/dev/md*") \
	MORE("/dev/mmcblk*") \
	MORE("/dev/nvme*") \
	MORE("/dev/sd*") \
	MORE("/dev/vd*") \
	MORE("/dev/xvd*")

/* What the system and the container runtime keep for themselves. */
#define HOST_SYSTEM(FIRST, MORE) \
	FIRST("/boot") \
	MORE("/dev") \
	MORE("/efi") \
	MORE("/etc") \
	MORE("/proc") \
	MORE("/sys") \
	MORE("/var/lib/containerd") \
	MORE("/var/lib/containers") \
	MORE("/var/lib/docker") \
	MORE("C:\\ProgramData\\containerd") \
	MORE("C:\\ProgramData\\docker")

/* The kubelet's own, in which a plugin has a directory that it writes to: who judges more closely
 * has what is in it above and below. */
#define HOST_KUBELET(FIRST, MORE) \
	FIRST("/var/lib/kubelet") \
	MORE("C:\\var\\lib\\kubelet")

/* What the node runs, and what it or an operator trusts: of use to read, not to be written to. */
#define HOST_PROGRAMS(FIRST, MORE) \
	FIRST("/bin") \
	MORE("/home/kubernetes") \
	MORE("/lib") \
	MORE("/lib32") \
	MORE("/lib64") \
	MORE("/nix") \
	MORE("/opt/bin") \
	MORE("/opt/cni") \
	MORE("/opt/containerd") \
	MORE("/opt/nri") \
	MORE("/run/cdi") \
	MORE("/run/modprobe.d") \
	MORE("/run/nri") \
	MORE("/run/sysctl.d") \
	MORE("/run/systemd") \
	MORE("/run/tmpfiles.d") \
	MORE("/run/udev") \
	MORE("/sbin") \
	MORE("/usr") \
	MORE("/var/lib/cni") \
	MORE("/var/lib/dpkg") \
	MORE("/var/lib/kubelet/config.yaml") \
	MORE("/var/lib/kubelet/kubeadm-flags.env") \
	MORE("/var/lib/kubelet/volumeplugins") \
	MORE("/var/lib/rancher/k3s/data") \
	MORE("/var/lib/rancher/rke2/bin") \
	MORE("/var/lib/rancher/rke2/data") \
	MORE("/var/lib/rpm") \
	MORE("/var/log") \
	MORE("/var/spool/at") \
	MORE("/var/spool/cron") \
	MORE("C:\\Program Files") \
	MORE("C:\\Program Files (x86)") \
	MORE("C:\\ProgramData") \
	MORE("C:\\Windows") \
	MORE("C:\\opt\\cni") \
	MORE("C:\\var\\log")

/* clang-format on */

#endif
