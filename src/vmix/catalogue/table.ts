/**
 * The catalogue: every function of vMix that is known, a line each. It was made once from four lists and is ours since;
 * everything else (types, groups, checks, docs/functions.md) is made from it.
 *
 * Columns: name · since · lists · parameters.
 * - name: `{1-4}` and `{AB}` stand for several names.
 * - since: the first major version that has it; `21` is the oldest that anybody looked at, so it means 21 or before; `-` is
 *   not known. From the version that the functions of @distdev/vmix-utils (by the author of Companion's vMix module) carry:
 *   one good source. 29 is also told by the vendor's own lists, which lack these in v28 and have them in v29; 28 by a
 *   comparison of the vendor's page of v29 with that of v27.
 * - lists that have it: `h` the vendor's help of v28, `v` vmixapi.com, `n` the vendor's list of v29, `c` Companion's module;
 *   `*` all four. That one lacks a function proves nothing: the vendor's pages leave out transitions ("in addition to those
 *   listed"), vmixapi.com all that moves single layers.
 * - parameters: those that any list gives. `Input!` must be given, `Input` should be (vMix takes the preview instead, which
 *   is seldom meant), `Input?` may be; `?` alone: not known which. After `=` what a value is: parts parted by commas, each
 *   `label:kind`; kinds: `text`, `input`, `time`, `colour`, `transition`, `stream`, `ms`, `fader` (0–100), a number
 *   (`number`, `0..1`, `1..`), a whole number (`#`, `#0..255`), or one of `A|B`. With `~` the limits are as described
 *   somewhere, but not sure to be vMix's: they warn, they do not refuse.
 *
 * Corrected where a list is plainly wrong:
 * - SetVolumeBusMixer…, SetVolumeChannelMixer…: "1-100" on vmixapi.com; the other lists say 0–100, as the fader goes.
 * - SetVolumeChannelMixer: vmixapi.com gives a volume alone, which names no channel; the value is `channel,volume`.
 * - SetCropY1, SetCropY2: called "X2" there. Set…Crop: "X1,X2,Y1,Y2" there, X1,Y1,X2,Y2 in the vendor's own words.
 * - Cut and the transitions that the vendor's pages leave out take what Fade takes.
 * - SetLayer{1-10}…: no list gives what the value is but the vendor's page; ranges as described there.
 */
export const TABLE = `
[General]
ActivatorRefresh      21  *
CallManagerShowHide   21  *
KeyPress              21  *  Value!=key:text
SendKeys              21  *  Value!=keys:text
SetDynamicValue{1-4}  24  *  Value=text
Undo                  27  *

[Audio]
Audio                          21  *  Input
AudioAuto                      21  *  Input
AudioAutoOff                   21  *  Input
AudioAutoOn                    21  *  Input
AudioBus                       21  *  Input Value!=bus:M|A|B|C|D|E|F|G
AudioBusOff                    21  *  Input Value!=bus:M|A|B|C|D|E|F|G
AudioBusOn                     21  *  Input Value!=bus:M|A|B|C|D|E|F|G
AudioChannelMatrixApplyPreset  24  *  Input Value!=preset:text
AudioMixerShowHide             21  *
AudioOff                       21  *  Input
AudioOn                        21  *  Input
AudioPluginOff                 21  *  Input Value!=plugin:#1..
AudioPluginOn                  21  *  Input Value!=plugin:#1..
AudioPluginOnOff               21  *  Input Value!=plugin:#1..
AudioPluginShow                21  *  Input Value!=plugin:#1..
Bus{AB}Audio                   21  *
Bus{AB}AudioOff                21  *
Bus{AB}AudioOn                 21  *
Bus{AB}AudioPluginOff          21  *  Value!=plugin:#1..
Bus{AB}AudioPluginOn           21  *  Value!=plugin:#1..
Bus{AB}AudioPluginOnOff        21  *  Value!=plugin:#1..
Bus{AB}AudioPluginShow         21  *  Value!=plugin:#1..
BusXAudio                      23  *  Value!=bus:M|A|B|C|D|E|F|G
BusXAudioOff                   23  *  Value!=bus:M|A|B|C|D|E|F|G
BusXAudioOn                    23  *  Value!=bus:M|A|B|C|D|E|F|G
BusXAudioPluginOff             23  *  Value!=bus:M|A|B|C|D|E|F|G,plugin:#1..
BusXAudioPluginOn              23  *  Value!=bus:M|A|B|C|D|E|F|G,plugin:#1..
BusXAudioPluginOnOff           23  *  Value!=bus:M|A|B|C|D|E|F|G,plugin:#1..
BusXAudioPluginShow            23  *  Value!=bus:M|A|B|C|D|E|F|G,plugin:#1..
BusXSendToMaster               23  *  Value!=bus:A|B|C|D|E|F|G
BusXSendToMasterOff            23  *  Value!=bus:A|B|C|D|E|F|G
BusXSendToMasterOn             23  *  Value!=bus:A|B|C|D|E|F|G
BusXSolo                       23  *  Value!=bus:A|B|C|D|E|F|G
BusXSoloOff                    23  *  Value!=bus:A|B|C|D|E|F|G
BusXSoloOn                     23  *  Value!=bus:A|B|C|D|E|F|G
MasterAudio                    21  *
MasterAudioOff                 21  *
MasterAudioOn                  21  *
MasterAudioPluginOff           21  *  Value!=plugin:#1..
MasterAudioPluginOn            21  *  Value!=plugin:#1..
MasterAudioPluginOnOff         21  *  Value!=plugin:#1..
MasterAudioPluginShow          21  *  Value!=plugin:#1..
SetBalance                     21  *  Input Value!=balance:-1..1~
SetBus{AB}Volume               21  *  Value!=volume:fader
SetBus{ABCDEFG}VolumeFade      28  *  Value!=volume:fader,duration:ms
SetBus{CDEFG}Volume            23  *  Value!=volume:fader
SetGain                        21  *  Input Value!=gainDb:0..24
SetGainChannel{1-2}            21  *  Input Value!=gainDb:0..24
SetHeadphonesVolume            21  *  Value!=volume:fader
SetMasterVolume                21  *  Value!=volume:fader
SetMasterVolumeFade            28  *  Value!=volume:fader,duration:ms
SetVolume                      21  *  Input Value!=volume:fader
SetVolumeBusMixer              27  *  Input Value!=bus:M|A|B|C|D|E|F|G,volume:fader
SetVolumeBusMixer{ABCDEFGM}    27  *  Input Value!=volume:fader
SetVolumeChannel{1-2}          21  *  Input Value!=volume:fader
SetVolumeChannelMixer          21  *  Input Value!=channel:#1..16~,volume:fader
SetVolumeChannelMixer{1-16}    27  *  Input Value!=volume:fader
SetVolumeFade                  21  *  Input Value!=volume:fader,duration:ms
Solo                           21  *  Input
SoloAllOff                     27  *
SoloOff                        21  *  Input
SoloOn                         21  *  Input
SoloPFL                        27  *  Input
SoloPFLOff                     27  *  Input
SoloPFLOn                      27  *  Input

[Transition]
AlphaFade                   29  c  Input? Duration? Mix?
BarnDoor                    21  c  Input? Duration? Mix?
CrossZoom                   21  vnc  Input? Duration? Mix?
Cube                        21  vnc  Input? Duration? Mix?
CubeZoom                    21  vnc  Input? Duration? Mix?
Cut                         21  hnc  Input? Duration? Mix?
CutDirect                   21  *  Input?
Fade                        21  *  Input? Duration? Mix?
FadeToBlack                 21  *
Fly                         21  vnc  Input? Duration? Mix?
FlyRotate                   21  vnc  Input? Duration? Mix?
Merge                       21  *  Input? Duration? Mix?
QuickPlay                   21  *  Input?
RollerDoor                  21  c  Input? Duration? Mix?
SetFader                    21  *  Value!=position:#0..255
SetStingerGTInput{1-4}      28  *  Input
SetStingerGTInput{5-8}      29  vnc  Input
SetTransitionDuration{1-4}  21  *  Value!=duration:ms
SetTransitionEffect{1-4}    21  *  Value!=transition
Slide                       21  vnc  Input? Duration? Mix?
SlideReverse                21  vnc  Input? Duration? Mix?
Stinger{1-2}                21  *  Input? Mix?
Stinger{3-4}                24  *  Input? Mix?
Stinger{5-8}                29  vnc  Input? Mix?
Transition{1-4}             21  *
VerticalSlide               21  vnc  Input? Duration? Mix?
VerticalSlideReverse        21  vnc  Input? Duration? Mix?
VerticalWipe                21  vnc  Input? Duration? Mix?
VerticalWipeReverse         21  vnc  Input? Duration? Mix?
Wipe                        21  vnc  Input? Duration? Mix?
WipeReverse                 21  vnc  Input? Duration? Mix?
Zoom                        21  vnc  Input? Duration? Mix?

[Output]
Fullscreen                   21  *
FullscreenOff                21  *
FullscreenOn                 21  *
SetOutput{2-4}               21  *  Input? Value!=picture:Output|Preview|MultiView|Input~ Mix?
SetOutputExternal2           21  *  Input? Value!=picture:Output|Preview|MultiView|Input~ Mix?
SetOutputFullscreen          21  *  Input? Value!=picture:Output|Preview|MultiView|Input~ Mix?
SetOutputFullscreen2         21  *  Input? Value!=picture:Output|Preview|MultiView|Input~ Mix?
Snapshot                     21  *  Value=file:text
SnapshotInput                23  *  Input Value=file:text
StartExternal                21  *
StartMultiCorder             21  *
StartRecording               21  *
StartSRTOutput               24  *  Value?=output:#0..
StartStopExternal            21  *
StartStopMultiCorder         21  *
StartStopRecording           21  *
StartStopSRTOutput           24  *  Value?=output:#0..
StartStopStreaming           21  *  Value=stream
StartStreaming               21  *  Value=stream
StopExternal                 21  *
StopMultiCorder              21  *
StopRecording                21  *
StopSRTOutput                24  *  Value?=output:#0..
StopStreaming                21  *  Value=stream
StreamingSetKey              23  *  Value!=stream,key:text
StreamingSetPassword         23  *  Value!=stream,password:text
StreamingSetURL              23  *  Value!=stream,url:text
StreamingSetUsername         23  *  Value!=stream,user:text
WriteDurationToRecordingLog  21  *  Value?=tag:text

[Title]
AdjustCountdown      21  *  Input Value!=seconds:number SelectedName? SelectedIndex?
ChangeCountdown      21  *  Input Value!=time SelectedName? SelectedIndex?
NextTitlePreset      21  *  Input
PauseCountdown       21  *  Input SelectedName? SelectedIndex?
PauseRender          21  *  Input
PreviousTitlePreset  21  *  Input
ResumeRender         21  *  Input
SelectTitlePreset    21  *  Input Value!=preset:#0..
SetColor             25  *  Input Value!=colour SelectedName? SelectedIndex?
SetCountdown         21  *  Input Value!=time SelectedName? SelectedIndex?
SetImage             21  *  Input Value=file:text SelectedName? SelectedIndex?
SetImageVisible      23  *  Input SelectedName? SelectedIndex?
SetImageVisibleOff   23  *  Input SelectedName? SelectedIndex?
SetImageVisibleOn    23  *  Input SelectedName? SelectedIndex?
SetText              21  *  Input Value=text SelectedName? SelectedIndex?
SetTextColour        21  *  Input Value!=colour SelectedName? SelectedIndex?
SetTextVisible       23  *  Input SelectedName? SelectedIndex?
SetTextVisibleOff    23  *  Input SelectedName? SelectedIndex?
SetTextVisibleOn     23  *  Input SelectedName? SelectedIndex?
SetTickerSpeed       23  *  Input Value!=speed:0..1000~
StartCountdown       21  *  Input SelectedName? SelectedIndex?
StopCountdown        21  *  Input SelectedName? SelectedIndex?
SuspendCountdown     21  *  Input SelectedName? SelectedIndex?
TitleBeginAnimation  23  *  Input Value!=animation:text

[Input]
ActiveInput                   21  *  Input Mix?
AddInput                      21  *  Value!=typeAndFile:text
AutoPauseOff                  21  *  Input
AutoPauseOn                   21  *  Input
AutoPlayFirst                 21  *  Input
AutoPlayFirstOff              21  *  Input
AutoPlayFirstOn               21  *  Input
AutoPlayNext                  21  *  Input
AutoPlayNextOff               21  *  Input
AutoPlayNextOn                21  *  Input
AutoPlayOff                   21  *  Input
AutoPlayOn                    21  *  Input
AutoRestartOff                21  *  Input
AutoRestartOn                 21  *  Input
ColourCorrectionAuto          21  *  Input
ColourCorrectionReset         21  *  Input
CreateVirtualInput            21  *  Input
DeinterlaceOff                21  *  Input
DeinterlaceOn                 21  *  Input
Effect{1-4}                   27  *  Input
Effect{1-4}Off                27  *  Input
Effect{1-4}On                 27  *  Input
GO                            29  nc  ?
InputPreviewHide              21  *  Input
InputPreviewShow              21  *  Input
InputPreviewShowHide          21  *  Input
LayerOff                      24  *  Input Value!=layer:#1..10~
LayerOn                       24  *  Input Value!=layer:#1..10~
LayerOnOff                    24  *  Input Value!=layer:#1..10~
ListAdd                       21  *  Input Value!=file:text
ListExport                    21  *  Input Value!=file:text
ListPlayOut                   21  *  Input
ListRemove                    21  *  Input Value!=item:#1..~
ListRemoveAll                 21  *  Input
ListShowHide                  21  *  Input
ListShuffle                   21  *  Input
LivePlayPause                 23  *  Input
Loop                          27  *  Input
LoopOff                       21  *  Input
LoopOn                        21  *  Input
MarkIn                        21  *  Input
MarkOut                       21  *  Input
MarkReset                     21  *  Input
MarkResetIn                   21  *  Input
MarkResetOut                  21  *  Input
MirrorOff                     21  *  Input
MirrorOn                      21  *  Input
MoveInput                     21  *  Input Value!=number:#1..
MoveLayer                     24  *  Input Value!=from:#1..10~,to:#1..10~
NextItem                      21  *  Input
NextPicture                   21  *  Input
Pause                         21  *  Input
Play                          21  *  Input
PlayPause                     21  *  Input
PreviewInput                  21  *  Input Mix?
PreviewInputNext              21  *
PreviewInputPrevious          21  *
PreviousItem                  21  *  Input
PreviousPicture               21  *  Input
RemoveInput                   21  *  Input
ResetInput                    21  *  Input
Restart                       21  *  Input
SaveVideoDelay                21  *  Input Duration?
SelectCategory                21  *  Value!=category:All|Red|Green|Orange|Purple|Aqua|Blue~
SelectIndex                   21  *  Input Value!=item:#1..
SetAlpha                      21  *  Input Value!=alpha:#0..255
SetCCGainB                    21  *  Input Value!=gain:0..2~
SetCCGainG                    21  *  Input Value!=gain:0..2~
SetCCGainR                    21  *  Input Value!=gain:0..2~
SetCCGainRGB                  21  *  Input Value!=gain:0..2~
SetCCGainY                    27  *  Input Value!=gain:0..2~
SetCCGammaB                   21  *  Input Value!=-1..1~
SetCCGammaG                   21  *  Input Value!=-1..1~
SetCCGammaR                   21  *  Input Value!=-1..1~
SetCCGammaRGB                 21  *  Input Value!=-1..1~
SetCCGammaY                   27  *  Input Value!=-1..1~
SetCCHue                      21  *  Input Value!=-1..1~
SetCCLiftB                    21  *  Input Value!=-1..1~
SetCCLiftG                    21  *  Input Value!=-1..1~
SetCCLiftR                    21  *  Input Value!=-1..1~
SetCCLiftRGB                  21  *  Input Value!=-1..1~
SetCCLiftY                    27  *  Input Value!=-1..1~
SetCCSaturation               21  *  Input Value!=-1..1~
SetCrop                       27  *  Input Value!=x1:0..1~,y1:0..1~,x2:0..1~,y2:0..1~
SetCropX{1-2}                 27  *  Input Value!=0..1~
SetCropY{1-2}                 27  *  Input Value!=0..1~
SetDynamicInput{1-4}          24  *  Value!=input
SetEffect{1-4}Strength        27  *  Input Value!=strength:0..1~
SetFrameDelay                 27  *  Input Value!=frames:#0..~
SetInputName                  21  *  Input Value=name:text
SetLayer                      24  *  Input Value!=layer:#1..10~,source:input
SetLayer{1-10}Crop            27  hnc  Input Value!=x1:0..1~,y1:0..1~,x2:0..1~,y2:0..1~
SetLayer{1-10}CropX1          27  hnc  Input Value!=0..1~
SetLayer{1-10}CropX2          27  hnc  Input Value!=0..1~
SetLayer{1-10}CropY1          27  hnc  Input Value!=0..1~
SetLayer{1-10}CropY2          27  hnc  Input Value!=0..1~
SetLayer{1-10}Height          27  hnc  Input Value!=pixels:-4096..4096~
SetLayer{1-10}PanX            27  hnc  Input Value!=pan:-2..2~
SetLayer{1-10}PanY            27  hnc  Input Value!=pan:-2..2~
SetLayer{1-10}Rectangle       27  hnc  Input Value!=x:number,y:number,width:number,height:number
SetLayer{1-10}Width           27  hnc  Input Value!=pixels:-4096..4096~
SetLayer{1-10}X               27  hnc  Input Value!=pixels:-4096..4096~
SetLayer{1-10}Y               27  hnc  Input Value!=pixels:-4096..4096~
SetLayer{1-10}Zoom            27  hnc  Input Value!=zoom:0..5~
SetLayerAnimated              27  hnc  Input Value!=layer:#1..10~,source:input,duration:ms
SetLayerDynamicCrop           27  *  Input Value!=x1:0..1~,y1:0..1~,x2:0..1~,y2:0..1~
SetLayerDynamicCropX{1-2}     27  *  Input Value!=0..1~
SetLayerDynamicCropY{1-2}     27  *  Input Value!=0..1~
SetLayerDynamicHeight         27  *  Input Value!=pixels:-4096..4096~
SetLayerDynamicPanX           27  *  Input Value!=pan:-2..2~
SetLayerDynamicPanY           27  *  Input Value!=pan:-2..2~
SetLayerDynamicRectangle      27  *  Input Value!=x:number,y:number,width:number,height:number
SetLayerDynamicWidth          27  *  Input Value!=pixels:-4096..4096~
SetLayerDynamicX              27  hnc  Input Value!=pixels:-4096..4096~
SetLayerDynamicY              27  hnc  Input Value!=pixels:-4096..4096~
SetLayerDynamicZoom           27  *  Input Value!=zoom:0..5~
SetPanX                       21  *  Input Value!=pan:-2..2~
SetPanY                       21  *  Input Value!=pan:-2..2~
SetPictureEffect              21  *  Input Value!=transition
SetPictureEffectDuration      21  *  Input Value!=duration:ms
SetPictureTransition          21  *  Input Value!=seconds:0..
SetPosition                   21  *  Input Value!=position:ms
SetRate                       21  *  Input Value!=speed:0.1..4~
SetRateSlowMotion             21  *  Input Value!=speed:0..1~
SetZoom                       21  *  Input Value!=zoom:0..5~
SharpenOff                    21  *  Input
SharpenOn                     21  *  Input
SwapLayerAnimated             27  *  Input Value!=from:#1..10~,to:#1..10~,duration:ms
VideoCallAudioSource          21  *  Input Value!=bus:Master|Headphones|BusA|BusB|BusC|BusD|BusE|BusF|BusG~
VideoCallConnect              28  *  Input Value!=name:text,password:text
VideoCallReconnect            28  hnc  Input
VideoCallVideoSource          21  *  Input Value!=output:Output1|Output2|Output3|Output4~
VideoDelayStartRecording      21  *  Input Duration?
VideoDelayStartStopRecording  21  *  Input Duration?
VideoDelayStopRecording       21  *  Input Duration?
WaitForCompletion             21  *  Input Duration?
ZoomJoinMeeting               28  *  Input Value!=meeting:text,password:text
ZoomMuteSelf                  27  hnc  Input
ZoomSelectParticipantByName   27  hnc  Input Value!=name:text
ZoomUnMuteSelf                27  hnc  Input

[Overlay]
MoveMultiViewOverlay      21  *  Input Value!=from:#1..10~,to:#1..10~
MultiViewOverlay          21  *  Input Value!=layer:#1..10~
MultiViewOverlayOff       21  *  Input Value!=layer:#1..10~
MultiViewOverlayOn        21  *  Input Value!=layer:#1..10~
OverlayInput{1-4}         21  *  Input? Mix?
OverlayInput{1-4}In       21  *  Input? Mix?
OverlayInput{1-4}Last     25  *  Mix?
OverlayInput{1-4}Off      21  *
OverlayInput{1-4}Out      21  *
OverlayInput{1-4}Zoom     21  *
OverlayInput{5-8}         29  vnc  Input? Mix?
OverlayInput{5-8}In       29  vnc  Input? Mix?
OverlayInput{5-8}Last     29  vnc  Mix?
OverlayInput{5-8}Off      29  vnc
OverlayInput{5-8}Out      29  vnc
OverlayInput{5-8}Zoom     29  vnc
OverlayInputAllOff        21  *
PreviewOverlayInput{1-4}  21  *  Input?
PreviewOverlayInput{5-8}  29  vnc  Input?
SetMultiViewOverlay       21  *  Input Value!=layer:#1..10~,source:input

[PlayList]
NextPlayListEntry      21  *
PreviousPlayListEntry  21  *
SelectPlayList         21  *  Value!=playList:text
StartPlayList          21  *
StopPlayList           21  *

[Scripting]
ScriptStart         21  *  Value!=script:text
ScriptStartDynamic  21  *  Value!=code:text
ScriptStop          21  *  Value!=script:text
ScriptStopAll       21  *
ScriptStopDynamic   21  *

[Replay]
ReplayACamera{1-4}                     21  *
ReplayACamera{5-8}                     24  *
ReplayAppendLastEventText              29  vnc  Value=text
ReplayAppendLastEventTextCamera        29  vnc  Value!=camera:#1..4~,text:text
ReplayAppendSelectedEventText          29  vnc  Value=text
ReplayAppendSelectedEventTextCamera    29  vnc  Value!=camera:#1..4~,text:text
ReplayBCamera{1-4}                     21  *
ReplayBCamera{5-8}                     24  *
ReplayCCamera{1-8}                     29  vnc
ReplayCamera{1-8}                      -  *
ReplayChangeDirection                  21  *  Channel?
ReplayChangeSpeed                      21  *  Value!=speed:number Channel?
ReplayCopyLastEvent                    21  *  Value!=list:#0..19~
ReplayCopySelectedEvent                21  *  Value!=list:#0..19~
ReplayDCamera{1-8}                     29  vnc
ReplayDeleteLastEvent                  24  *  Value?=list:#0..19~ Channel?
ReplayDeleteSelectedEvent              24  *  Value?=list:#0..19~ Channel?
ReplayDuplicateLastEvent               24  *  Value?=list:#0..19~ Channel?
ReplayDuplicateSelectedEvent           24  *  Value?=list:#0..19~ Channel?
ReplayExportLastEvent                  21  *  Value=folder:text Channel?
ReplayFastBackward                     21  *  Value?=speed:1..30~ Channel?
ReplayFastForward                      21  *  Value?=speed:1..30~ Channel?
ReplayJumpFrames                       21  *  Value!=frames:# Channel?
ReplayJumpFramesFastOff                24  *  Value?=frames:# Channel?
ReplayJumpFramesFastOn                 24  *  Value?=frames:# Channel?
ReplayJumpToNow                        21  *  Channel?
ReplayJumpToSelectedInPoint            28  *  Channel?
ReplayJumpToSelectedOutPoint           28  *  Channel?
ReplayLastEventCameraOff               21  *  Value!=camera:#1..4~
ReplayLastEventCameraOn                21  *  Value!=camera:#1..4~
ReplayLastEventSingleCameraOn          21  *  Value!=camera:#1..4~
ReplayLive                             21  *
ReplayLiveToggle                       21  *
ReplayMarkCancel                       21  *
ReplayMarkIn                           21  *
ReplayMarkInLive                       21  *
ReplayMarkInOut                        21  *  Value!=seconds:0..
ReplayMarkInOutLive                    21  *  Value!=seconds:0..
ReplayMarkInOutLiveFuture              26  hnc  Value!=seconds:0..
ReplayMarkInOutRecorded                21  *  Value!=seconds:0..
ReplayMarkInRecorded                   21  *
ReplayMarkInRecordedNow                21  *
ReplayMarkOut                          21  *
ReplayMoveLastEvent                    21  *  Value!=list:#0..19~
ReplayMoveSelectedEvent                21  *  Value!=list:#0..19~
ReplayMoveSelectedEventDown            21  *
ReplayMoveSelectedEventUp              21  *
ReplayMoveSelectedInPoint              21  *  Value!=frames:# Channel?
ReplayMoveSelectedOutPoint             21  *  Value!=frames:# Channel?
ReplayPause                            21  *  Channel?
ReplayPlay                             21  *  Channel?
ReplayPlayAllEvents                    21  *  Channel?
ReplayPlayAllEventsToOutput            21  *  Channel?
ReplayPlayBackward                     21  *  Channel?
ReplayPlayEvent                        21  *  Value!=event:#0..1000~ Channel?
ReplayPlayEventToOutput                21  *  Value!=event:#0..1000~ Channel?
ReplayPlayEventsByID                   21  *  Value!=ids:text Channel?
ReplayPlayEventsByIDToOutput           21  *  Value!=ids:text Channel?
ReplayPlayForward                      21  *  Channel?
ReplayPlayLastEvent                    21  *  Channel?
ReplayPlayLastEventToOutput            21  *  Channel?
ReplayPlayNext                         21  *  Channel?
ReplayPlayPause                        21  *  Channel?
ReplayPlayPrevious                     21  *  Channel?
ReplayPlaySelectedEvent                21  *  Channel?
ReplayPlaySelectedEventToOutput        21  *  Channel?
ReplayQuadModeOff                      29  vnc
ReplayQuadModeOn                       29  vnc
ReplayRecorded                         21  *
ReplayScrollSelectedEvent              27  *  Value!=count:#-10..10~
ReplaySelectAllEvents                  24  *
ReplaySelectChannelA                   24  *
ReplaySelectChannelAB                  24  *
ReplaySelectChannelB                   24  *
ReplaySelectEvents{1-8}                21  *  Channel?
ReplaySelectEvents{9-20}               24  *  Channel?
ReplaySelectFirstEvent                 21  *  Channel?
ReplaySelectLastEvent                  21  *  Channel?
ReplaySelectNextEvent                  21  *  Channel?
ReplaySelectPreviousEvent              21  *  Channel?
ReplaySelectedEventCameraOff           21  *  Value!=camera:#1..4~
ReplaySelectedEventCameraOn            21  *  Value!=camera:#1..4~
ReplaySelectedEventSingleCameraOn      21  *  Value!=camera:#1..4~
ReplaySetAudioSource                   24  *  Value!=source:text
ReplaySetChannelAToBTimecode           26  *
ReplaySetChannelAToBTimecodeAndCamera  28  *
ReplaySetChannelBToATimecode           26  *
ReplaySetChannelBToATimecodeAndCamera  28  *
ReplaySetDirectionBackward             21  *  Channel?
ReplaySetDirectionForward              21  *  Channel?
ReplaySetLastEventText                 21  *  Value=text
ReplaySetLastEventTextCamera           21  *  Value!=camera:#1..4~,text:text
ReplaySetSelectedEventText             21  *  Value=text
ReplaySetSelectedEventTextCamera       21  *  Value!=camera:#1..4~,text:text
ReplaySetSpeed                         21  *  Value!=speed:0..1~ Channel?
ReplaySetTimecode                      26  *  Value!=timecode:text Channel?
ReplayShowHide                         21  *
ReplayStartRecording                   21  *
ReplayStartStopRecording               24  hnc
ReplayStopEvents                       21  *  Channel?
ReplayStopRecording                    21  *
ReplaySwapChannels                     25  *
ReplayToggleLastEventCamera{1-4}       21  *
ReplayToggleLastEventCamera{5-8}       24  *
ReplayToggleQuadMode                   29  vnc
ReplayToggleSelectedEventCamera{1-4}   21  *
ReplayToggleSelectedEventCamera{5-8}   24  *
ReplayUpdateSelectedInPoint            21  *  Channel?
ReplayUpdateSelectedOutPoint           21  *  Channel?
ReplayUpdateSelectedSpeed              24  *  Channel?
ReplayUpdateSelectedSpeedDefault       24  *  Channel?
ReplayUpdateSelectedSpeedFromValue     28  *  Value!=speed:0..1~ Channel?

[NDI]
NDICommand              21  *  Input Value!=command:text
NDISelectSourceByIndex  21  *  Input Value!=index:#0..100~
NDISelectSourceByName   21  *  Input Value!=source:text
NDIStartRecording       21  *  Input
NDIStopRecording        21  *  Input

[OMT]
OMTPreviewOff           -  c  ?
OMTPreviewOn            -  c  ?
OMTSelectSourceByIndex  29  vnc  Input Value!=index:#0..100~
OMTSelectSourceByName   29  vnc  Input Value!=source:text

[PTZ]
PTZCreateVirtualInput                 21  *  Input
PTZFocusAuto                          21  *  Input
PTZFocusFar                           21  *  Input Value?=speed:0..1~
PTZFocusManual                        21  *  Input
PTZFocusNear                          21  *  Input Value?=speed:0..1~
PTZFocusStop                          21  *  Input
PTZHome                               21  *  Input
PTZMoveDown                           21  *  Input Value?=speed:0..1~
PTZMoveDownLeft                       21  *  Input Value?=speed:0..1~
PTZMoveDownRight                      21  *  Input Value?=speed:0..1~
PTZMoveLeft                           21  *  Input Value?=speed:0..1~
PTZMoveRight                          21  *  Input Value?=speed:0..1~
PTZMoveStop                           21  *  Input
PTZMoveToVirtualInputPosition         21  *  Input
PTZMoveToVirtualInputPositionByIndex  21  *  Input Value!=index:#0..100~
PTZMoveUp                             21  *  Input Value?=speed:0..1~
PTZMoveUpLeft                         21  *  Input Value?=speed:0..1~
PTZMoveUpRight                        21  *  Input Value?=speed:0..1~
PTZUpdateVirtualInput                 21  *  Input
PTZZoomIn                             21  *  Input Value?=speed:0..1~
PTZZoomOut                            21  *  Input Value?=speed:0..1~
PTZZoomStop                           21  *  Input

[Preset]
LastPreset  21  *
OpenPreset  21  *  Value=file:text
SavePreset  21  *  Value=file:text

[DataSources]
DataSourceAutoNextOff    23  *  Value!=source:text,table?:text
DataSourceAutoNextOn     23  *  Value!=source:text,table?:text
DataSourceAutoNextOnOff  23  *  Value!=source:text,table?:text
DataSourceNextRow        21  *  Value!=source:text,table?:text
DataSourcePause          24  *  Value!=source:text,table?:text
DataSourcePlay           24  *  Value!=source:text,table?:text
DataSourcePlayPause      24  *  Value!=source:text,table?:text
DataSourcePreviousRow    21  *  Value!=source:text,table?:text
DataSourceSelectRow      21  *  Value!=sourceTableRow:text

[Browser]
BrowserBack              21  *  Input
BrowserForward           21  *  Input
BrowserKeyboardDisabled  21  *  Input
BrowserKeyboardEnabled   21  *  Input
BrowserMouseDisabled     21  *  Input
BrowserMouseEnabled      21  *  Input
BrowserNavigate          21  *  Input Value!=url:text
BrowserReload            21  *  Input
`
