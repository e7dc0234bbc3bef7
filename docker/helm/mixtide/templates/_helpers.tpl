{{- define "mixtide.name" -}}
{{- .Release.Name | trunc 50 | trimSuffix "-" -}}
{{- end -}}

{{- define "mixtide.labels" -}}
app.kubernetes.io/name: mixtide
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version }}
{{- end -}}

{{/* What tells the pods of a part: a list of the root and the part's name. */}}
{{- define "mixtide.selector" -}}
app.kubernetes.io/name: mixtide
app.kubernetes.io/instance: {{ (index . 0).Release.Name }}
app.kubernetes.io/component: {{ index . 1 }}
{{- end -}}

{{- define "mixtide.image" -}}
{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}
{{- end -}}

{{- define "mixtide.secret" -}}
{{ .Values.httpToken.existingSecret | default (include "mixtide.name" .) }}
{{- end -}}

{{/* What the service's pods and the trainer's have in common. */}}
{{- define "mixtide.podSecurity" -}}
runAsNonRoot: true
runAsUser: 1000
fsGroup: 1000
seccompProfile: {type: RuntimeDefault}
{{- end -}}

{{- define "mixtide.containerSecurity" -}}
allowPrivilegeEscalation: false
capabilities: {drop: [ALL]}
{{- end -}}

{{- define "mixtide.mounts" -}}
- {name: state, mountPath: /var/lib/mixtide}
- {name: config, mountPath: /etc/mixtide, readOnly: true}
- {name: secrets, mountPath: /etc/mixtide-secrets, readOnly: true}
{{- end -}}

{{- define "mixtide.volumes" -}}
- name: config
  configMap: {name: {{ include "mixtide.name" . }}}
- name: secrets
  secret:
    secretName: {{ include "mixtide.secret" . }}
    items:
      - {key: {{ .Values.httpToken.key }}, path: http-token}
{{- end -}}

{{/* A disk of a part's own, from its storage. */}}
{{- define "mixtide.claim" -}}
- metadata:
    name: state
  spec:
    accessModes: [ReadWriteOnce]
    {{- with .className }}
    storageClassName: {{ . }}
    {{- end }}
    resources:
      requests: {storage: {{ .size }}}
{{- end -}}

{{- define "mixtide.placing" -}}
{{- with .Values.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end -}}
