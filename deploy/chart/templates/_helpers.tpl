{{- define "kubevet.labels" -}}
{{ include "kubevet.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end }}

{{- define "kubevet.selector" -}}
app.kubernetes.io/name: kubevet
{{- if ne .Release.Name "kubevet" }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}
{{- end }}

{{- define "kubevet.metadata" -}}
name: {{ .Release.Name }}
namespace: {{ .Release.Namespace }}
labels:
  {{- include "kubevet.labels" . | nindent 2 }}
{{- end }}

{{- define "kubevet.image" -}}
{{- with .Values.image -}}
{{ .repository }}{{ if .digest }}@{{ .digest }}{{ else }}:{{ .tag | default $.Chart.AppVersion }}{{ end }}
{{- end }}
{{- end }}

{{- /* RuntimeDefault or localhost/PROFILE as a field of a security context. */ -}}
{{- define "kubevet.profile" -}}
{{- if hasPrefix "localhost/" . -}}
type: Localhost
localhostProfile: {{ trimPrefix "localhost/" . }}
{{- else -}}
type: {{ . }}
{{- end }}
{{- end }}
